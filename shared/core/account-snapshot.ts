import type { Detail } from './detail';

/** What a snapshot reads of a user, each by a call of its own. */
export const snapshotParts = [
  'authenticationMethods',
  'consents',
  'appRoles',
  'devices',
  'risk',
  'signIns',
] as const;

export type SnapshotPart = (typeof snapshotParts)[number];

/** How many items a snapshot has of each part, at most; with `MAX_SNAPSHOT_TEXT`, one is below 60 KB of JSON. */
export const MAX_SNAPSHOT_ITEMS = 30;
/** How many characters each text of a snapshot has, at most. */
export const MAX_SNAPSHOT_TEXT = 120;

/** One thing of a user, as the directory had it. */
export interface SnapshotItem {
  readonly id: string;
  /** The backend's own word: `fido2AuthenticationMethod`, `Principal`. */
  readonly type?: string;
  /** What a person calls it, without anything secret: a phone's last digits. */
  readonly name?: string;
  /** RFC 3339. */
  readonly addedAt?: string;
  /** Of a consent: the object id of the application, in the tenant. */
  readonly applicationId?: string;
  /** The scopes of a consent. */
  readonly scope?: string;
  /** Of a device. */
  readonly isEnabled?: boolean;
}

/** What was there before a containment began: evidence for the incident. Plain JSON without secrets; times are RFC 3339. */
export interface AccountSnapshot {
  readonly takenAt: string;
  readonly authenticationMethods?: readonly SnapshotItem[];
  readonly consents?: readonly SnapshotItem[];
  readonly appRoles?: readonly SnapshotItem[];
  readonly devices?: readonly SnapshotItem[];
  readonly risk?: {
    readonly level?: string;
    readonly state?: string;
    readonly detail?: string;
    readonly updatedAt?: string;
  };
  readonly signIns?: {
    readonly lastInteractiveAt?: string;
    readonly lastNonInteractiveAt?: string;
    readonly lastSuccessfulAt?: string;
    readonly lastSuccessfulRequestId?: string;
  };
  /** The parts that are absent, and why: no permission, not in time. */
  readonly missing: readonly { readonly part: SnapshotPart; readonly reason: Detail }[];
  /** The parts of which there were more items than these. */
  readonly cut: readonly SnapshotPart[];
}
