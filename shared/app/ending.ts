import type { Verdict } from '../core/outcome';
import { backoffMs } from '../core/retry-later';
import type { Unavailable } from '../ports/ports';
import type { WaitReason } from '../ports/telemetry';
import type { Dependencies } from './dependencies';

/** How one user's part of a message ended. */
export type Ending =
  | {
      readonly kind: 'ended';
      readonly verdict: Verdict;
      /** The outcome was on record already: it was told once more, and nothing else was done. */
      readonly republished: boolean;
      /** The message is a word on another one: there is nothing in it that could be tried again. */
      readonly needsNoOriginal?: true;
    }
  | Waiting;

/** It is to be tried again; no outcome has been told. */
export interface Waiting {
  readonly kind: 'waiting';
  readonly until: Date;
  readonly because: WaitReason;
}

/** How to wait for something that cannot be reached: as long as it takes, since nothing may be done without. */
export function waitForThing(
  { what }: Unavailable,
  attempts: number,
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
): Waiting {
  const until = new Date(clock.now().getTime() + backoffMs(attempts, random()));
  return { kind: 'waiting', until, because: `${what}Unavailable` };
}

export function earliest(waits: readonly Waiting[]): Waiting | undefined {
  const [first] = waits.toSorted((one, other) => one.until.getTime() - other.until.getTime());
  return first;
}
