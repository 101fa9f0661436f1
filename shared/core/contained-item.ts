import type { ContainmentStep } from './containment-step';
import type { Detail } from './detail';

/** What a step can change. */
export const containedItemKinds = [
  'signIn',
  'risk',
  'identityAccount',
  'authenticationMethod',
  'consent',
  'appRole',
  'device',
] as const;

export type ContainedItemKind = (typeof containedItemKinds)[number];

/** `intended`: it may have been made. `restored`: it was brought back. `notOurs`: it was not ours to bring back. */
export const changeStates = ['intended', 'made', 'restored', 'notOurs'] as const;

/** One thing of a user that a step changes, or keeps. */
export interface ContainedItem {
  readonly kind: ContainedItemKind;
  /** The backend's own id: of the user, the method, the grant, the device, the account. */
  readonly id: string;
  /** What a person calls it, from the directory, without anything secret: the phone's last digits, an application's name. */
  readonly name?: string;
  /** When it was added, RFC 3339; absent where nothing says it. */
  readonly addedAt?: string;
}

/** One change that a step makes, written down before it is made. It is plain JSON, and holds no secret. */
export interface ContainmentChange {
  readonly step: ContainmentStep;
  readonly item: ContainedItem;
  /** What bringing it back needs: the fields of the item as they were, by the names of the backend. */
  readonly before?: Readonly<Record<string, string | boolean | number | null>>;
  /** It cannot be brought back: a deleted passkey. */
  readonly isFinal?: true;
  readonly state: (typeof changeStates)[number];
}

/** What a step has left as it was, and why: it has no date, it is the last method, it is older than the alert. */
export interface KeptItem {
  readonly item: ContainedItem;
  readonly reason: Detail;
}
