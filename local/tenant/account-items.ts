/** An authentication method of a user, with the properties of its type. */
export interface StoredMethod {
  readonly userId: string;
  readonly '@odata.type': string;
  readonly id: string;
  readonly createdDateTime?: string | null;
  readonly displayName?: string;
  readonly phoneNumber?: string;
  readonly phoneType?: string;
  readonly emailAddress?: string;
  /** Graph deletes it only when the user has no other that could be the default one. It is not part of an answer. */
  readonly isDefault?: true;
}

/** A delegated permission grant. */
export interface StoredConsent {
  readonly id: string;
  readonly clientId: string;
  readonly consentType: 'Principal' | 'AllPrincipals';
  readonly principalId: string | null;
  readonly resourceId: string;
  readonly scope: string;
}

export interface StoredAppRole {
  readonly id: string;
  readonly appRoleId: string;
  /** A user, or a group. */
  readonly principalId: string;
  readonly principalType: 'User' | 'Group';
  readonly resourceId: string;
  readonly resourceDisplayName?: string;
  readonly createdDateTime: string | null;
}

export interface StoredDevice {
  readonly id: string;
  readonly displayName?: string;
  accountEnabled: boolean;
  readonly registrationDateTime?: string | null;
  readonly onPremisesSyncEnabled?: boolean;
  /** Who has registered it, and whose it is to use; they are not part of an answer. */
  readonly ownerId?: string;
  readonly userIds: readonly string[];
}

/** An entry of the audit log, with the ids that a query can filter by. */
export interface StoredAuditEvent {
  readonly activityDisplayName: string;
  readonly activityDateTime: string;
  readonly result?: string;
  readonly resultReason?: string;
  readonly initiatedBy: { readonly user: { readonly id: string } };
  readonly targetResources: readonly {
    readonly id: string;
    readonly displayName?: string;
    readonly modifiedProperties?: readonly {
      readonly displayName: string;
      readonly oldValue: string | null;
      readonly newValue: string | null;
    }[];
  }[];
}

export interface StoredRisk {
  readonly id: string;
  readonly riskLevel: string;
  readonly riskState: string;
  readonly riskDetail: string;
  readonly riskLastUpdatedDateTime: string;
}

/** What users have beside their accounts, as an intruder may add it; a test fills it. */
export class AccountItems {
  methods: StoredMethod[] = [];
  consents: StoredConsent[] = [];
  appRoles: StoredAppRole[] = [];
  devices: StoredDevice[] = [];
  auditEvents: StoredAuditEvent[] = [];
  risks: StoredRisk[] = [];
  /** By the ids of users. */
  readonly signInActivity = new Map<string, Readonly<Record<string, string>>>();
  #made = 0;

  /** The id of an object that a call makes. */
  newId(kind: string): string {
    return `${kind}-made-${String(++this.#made)}`;
  }
}
