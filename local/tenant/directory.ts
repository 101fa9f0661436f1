import { AccountItems } from './account-items';
import type { StoredIdentity } from './identity-accounts';
import { SignIns } from './sign-ins';
import { TenantIncidents } from './incidents';

/** Roles that the samples and the tests name ("Microsoft Entra built-in roles"). */
const builtInRoleTemplates = [
  '62e90394-69f5-4237-9190-012177145e10',
  '194ae4cb-b126-40b2-bd5b-6091b380977d',
  '729827e3-9c14-49f7-bb1b-9608f156bbb8',
];

/** A user as Microsoft Graph stores it; times are RFC 3339. */
export interface StoredUser {
  readonly id: string;
  userPrincipalName: string;
  readonly userType: 'Member' | 'Guest';
  readonly externalUserState?: string;
  readonly identities: readonly {
    readonly signInType: string;
    readonly issuer: string;
    readonly issuerAssignedId: string;
  }[];
  accountEnabled: boolean;
  readonly onPremisesSyncEnabled?: boolean;
  readonly mail?: string;
  /** With the scheme: `SMTP:` of the primary address, `smtp:` of others. */
  readonly proxyAddresses?: readonly string[];
  readonly securityIdentifier?: string;
  readonly onPremisesSecurityIdentifier?: string;
  readonly onPremisesSamAccountName?: string;
  readonly onPremisesDomainName?: string;
  /** Set for a deleted user, whose user principal name begins with the object id. */
  readonly deletedDateTime?: string;
  signInSessionsValidFromDateTime: string;
}

/** The initial data of a user; the other properties are those of an ordinary member. */
export type UserSeed = Partial<Omit<StoredUser, 'id' | 'userPrincipalName'>> &
  Pick<StoredUser, 'id' | 'userPrincipalName'>;

export interface OtherObject {
  readonly id: string;
  readonly type: 'servicePrincipal' | 'group' | 'device';
}

/** A group and its direct members: users and other groups, by object id. */
export interface GroupSeed {
  readonly id: string;
  readonly members: readonly string[];
}

/** An activated directory role; role-assignable groups may be members of it too. */
export interface RoleSeed extends GroupSeed {
  readonly roleTemplateId: string;
}

/** A directory role that a principal may activate (Privileged Identity Management). */
export interface EligibleRoleSeed {
  readonly principalId: string;
  /** Of a built-in role: the id of its template. */
  readonly roleDefinitionId: string;
  /** Absent: the whole tenant, `/`. */
  readonly directoryScopeId?: string;
}

/** A token lifetime policy; `definition` is a list of JSON texts. */
export interface TokenLifetimePolicySeed {
  readonly id: string;
  readonly definition: readonly string[];
  readonly isOrganizationDefault?: boolean;
}

/** The objects of a tenant. */
export class TenantDirectory {
  /** The incidents of Defender XDR. */
  readonly incidents = new TenantIncidents();
  readonly users: readonly StoredUser[];
  readonly deletedUsers: readonly StoredUser[];
  readonly #byName = new Map<string, StoredUser>();
  readonly #otherObjects: Map<string, OtherObject>;
  /** Object ids in the order in which their sessions were revoked. */
  readonly revocations: {
    readonly userId: string;
    /** From `performance.now()`. */
    readonly atMs: number;
  }[] = [];

  readonly items = new AccountItems();
  /** What Defender for Identity knows; undefined: the tenant does not have it. */
  identities: StoredIdentity[] | undefined = [];
  /** Whether a directory role of the calling identity lets it change accounts that hold one. */
  mayChangeAdministrators = false;
  /** Whether the tenant has the licence for the risk of users. */
  hasRiskLicence = true;
  readonly groups: GroupSeed[] = [];
  readonly roles: RoleSeed[] = [];
  readonly eligibleRoles: EligibleRoleSeed[] = [];
  readonly tokenLifetimePolicies: TokenLifetimePolicySeed[] = [];
  readonly signIns = new SignIns();
  /** Template ids of the roles that there are. */
  readonly roleTemplates = new Set<string>(builtInRoleTemplates);

  constructor(users: readonly UserSeed[], otherObjects: readonly OtherObject[] = []) {
    this.users = users.map(stored).filter(({ deletedDateTime }) => deletedDateTime === undefined);
    this.deletedUsers = users.map(stored).filter(({ deletedDateTime }) => deletedDateTime !== undefined);
    for (const user of this.users) {
      this.#byName.set(user.id.toLowerCase(), user);
      this.#byName.set(nameKey(user.userPrincipalName), user);
    }
    this.#otherObjects = new Map(otherObjects.map((object) => [object.id.toLowerCase(), object]));
  }

  user(idOrUserPrincipalName: string): StoredUser | undefined {
    return this.#byName.get(nameKey(idOrUserPrincipalName));
  }

  /** Gives a user another user principal name; the old one then leads to nobody. */
  rename(userPrincipalName: string, to: string): void {
    const user = this.user(userPrincipalName);
    if (!user) throw new Error(`There is no user ${userPrincipalName}.`);
    this.#byName.delete(nameKey(user.userPrincipalName));
    user.userPrincipalName = to;
    this.#byName.set(nameKey(to), user);
  }

  otherObject(id: string): OtherObject | undefined {
    return this.#otherObjects.get(id.toLowerCase());
  }

  /** The object ids of the groups that an object belongs to, directly or through other groups. */
  groupsOf(id: string): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (member: string): void => {
      for (const group of this.groups) {
        if (found.has(group.id) || !group.members.includes(member)) continue;
        found.add(group.id);
        visit(group.id);
      }
    };
    visit(id);
    return found;
  }

  rolesOf(id: string): readonly RoleSeed[] {
    const memberIds = new Set([id, ...this.groupsOf(id)]);
    return this.roles.filter(({ members }) => members.some((member) => memberIds.has(member)));
  }

  /** As in Entra, a revocation has no effect on users of another tenant, and returns no error. */
  revokeSessions(user: StoredUser, at: Date): void {
    this.revocations.push({ userId: user.id, atMs: performance.now() });
    const isInternal = user.identities.every(({ signInType }) => signInType === 'userPrincipalName');
    if (user.externalUserState !== undefined || (user.userType === 'Guest' && !isInternal)) return;
    user.signInSessionsValidFromDateTime = at.toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function stored(seed: UserSeed): StoredUser {
  const { userPrincipalName } = seed;
  return {
    accountEnabled: true,
    userType: 'Member',
    identities: [
      {
        signInType: 'userPrincipalName',
        issuer: 'contoso.onmicrosoft.com',
        issuerAssignedId: userPrincipalName,
      },
    ],
    signInSessionsValidFromDateTime: '2026-01-05T08:00:00Z',
    ...seed,
  };
}
