import type { ContainmentStep } from './containment-step';
import type { EntryKey, OutcomeId, Partition } from './ids';
import { digest, storedId } from './ids';

/** The steps of a containment that a person is asked to approve. */
export interface AskedSteps {
  /** The outcome that reports the containment. */
  readonly containment: OutcomeId;
  readonly steps: readonly ContainmentStep[];
}

/** The id of the outcome that asks for the approval of steps; one for each containment. */
export function askedStepsId(containment: OutcomeId): OutcomeId {
  return storedId(digest(['steps', containment]));
}

/** The entry of that outcome, in the partition of the request whose user is contained. */
export function askedStepsKey(partition: Partition, announced: OutcomeId): EntryKey {
  return { partition, row: `steps-${announced}` };
}
