import type { Intent } from '../core/intent';
import { reportedOutcome } from '../messages/reported-outcome';
import type { MethodEntry } from '../ports/ledger';
import type { Retry } from './answer';
import { retryAfterLease } from './answer';
import type { MethodAnswered, MethodCall } from './call-again';
import { retryOfCall } from './call-again';
import type { Dependencies } from './dependencies';
import type { KeptLease } from './keep-lease';

/** A call of a pending method, and the lease of its event. */
export interface CallToCount {
  readonly call: Omit<MethodCall, 'mayCall'>;
  readonly lease: KeptLease<MethodEntry>;
  /** What answers: a call that the outcome counts already, another one, or none. */
  readonly kind: 'underWay' | 'again' | 'none';
  readonly answer: () => Promise<MethodAnswered>;
}

/**
 * Has a pending method answer, with the number of all calls since the try that has made its outcome: the ledger keeps count from one try
 * to the next, and counts a call before it is made. A failure that may pass is waited for until the request is too old.
 */
export async function countCalls(
  dependencies: Dependencies,
  { call, lease, kind, answer }: CallToCount,
): Promise<MethodAnswered | Retry> {
  const before =
    kind === 'underWay' ? 0 : (lease.interrupted?.calls ?? (await callsInOutcome(dependencies, call)));
  const begun = before + (kind === 'none' ? 0 : 1);
  const declare = (calls: number): Promise<boolean> => lease.declare(intentOf(dependencies, call, calls));
  // Asked so that a release leaves the count to the next try, however the call ends.
  if (!(await declare(begun)) || !lease.mayCall()) return retryAfterLease(dependencies);
  const answered = await answer();
  const calls = before + answered.answer.attempts;
  const retry = retryOfCall(dependencies, call.request, answered);
  if (!retry) return { ...answered, answer: { ...answered.answer, attempts: calls } };
  if (calls !== begun) await declare(calls);
  return retry;
}

/** The calls of the try that has made the outcome, as the outcome reports them. */
async function callsInOutcome(
  { ledger, clock }: Dependencies,
  { key, method, published: { outcome } }: CallToCount['call'],
): Promise<number> {
  const entry = await ledger.outcomes.read(key, clock.now());
  const methods = entry ? reportedOutcome(entry.message, outcome).methods : [];
  return methods.find(({ name }) => name === method)?.attempts ?? 0;
}

function intentOf(
  { clock }: Dependencies,
  { published: { outcome } }: CallToCount['call'],
  calls: number,
): Intent {
  const { id: outcomeId, userId = '' } = outcome;
  return { outcomeId, userId, declaredAt: clock.now().toISOString(), calls };
}
