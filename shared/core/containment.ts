import type { AccountSnapshot } from './account-snapshot';
import type { ContainmentChange, KeptItem } from './contained-item';
import type { ContainmentStep } from './containment-step';
import type { OutcomeId } from './ids';
import type { OutcomeUser } from './outcome';
import type { ReceivedBy } from './received-by';
import type { Alert } from './request';

export type { ContainedItem, ContainedItemKind, ContainmentChange, KeptItem } from './contained-item';

/** `open`: it can be undone. `restoring`: it is being undone, and no step goes on. */
export const containmentStates = ['open', 'restoring', 'restored', 'givenUp'] as const;

export type ContainmentState = (typeof containmentStates)[number];

/** One that has changed nothing is of no use so long, in ms, after it began: longer than any request is retried. */
const UNCHANGED_KEPT_MS = 90 * 86_400_000;

/** Whether the app has made a change. One that is only intended may have been made. */
export function hasChanged({ changes }: Pick<Containment, 'changes'>): boolean {
  return changes.some(({ state }) => state !== 'notOurs');
}

/** When an open containment may be removed: undefined as soon as there is something to undo. */
export function expiryOf(containment: Pick<Containment, 'changes' | 'startedAt'>): Date | undefined {
  return hasChanged(containment)
    ? undefined
    : new Date(Date.parse(containment.startedAt) + UNCHANGED_KEPT_MS);
}

/** Whether its steps may go on: it is not being undone, and nothing of it was. */
export function mayGoOn({ state, changes }: Pick<Containment, 'state' | 'changes'>): boolean {
  return state === 'open' && !changes.some((change) => change.state === 'restored');
}

/** Whether nothing of it is left to be undone, by the state that is stored. */
export function hasEnded({ state }: Pick<Containment, 'state'>): boolean {
  return state === 'restored' || state === 'givenUp';
}

/** What was done to one user beside revoking, kept until it is undone or given up. Times are RFC 3339. */
export interface Containment {
  /** The outcome that reports it; it names the containment. */
  readonly outcomeId: OutcomeId;
  readonly requestId: string;
  readonly tenantId: string;
  readonly user: OutcomeUser & { readonly id: string };
  readonly receivedBy?: ReceivedBy;
  readonly alert?: Alert;
  readonly startedAt: string;
  /** Since when what was added is removed: so long before the alert's activity was first seen as policy looks back. Absent: nothing is removed. */
  readonly firstSeenAt?: string;
  readonly steps: readonly ContainmentStep[];
  /** The steps that came to wait for an approval of their own; absent: none. */
  readonly awaiting?: readonly ContainmentStep[];
  readonly changes: readonly ContainmentChange[];
  readonly kept: readonly KeptItem[];
  /** The steps that have answered for good; absent: none. */
  readonly answered?: readonly ContainmentStep[];
  /** The steps that have ended before they had answered for good, so that a later request takes them; absent: none. */
  readonly notTaken?: readonly ContainmentStep[];
  /** What was there before. */
  readonly snapshot?: AccountSnapshot;
  readonly state: ContainmentState;
  /** The number of the restore that was asked for last; absent: the first. It is a part of its id. */
  readonly attempt?: number;
  /** When the revocation before the restore was accepted. */
  readonly revokedAt?: string;
  /** Of one that is restored or given up. */
  readonly endedAt?: string;
  readonly endedBy?: string;
  readonly endedReason?: string;
}
