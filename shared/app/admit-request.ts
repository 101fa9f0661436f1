import { backoffMs } from '../core/retry-later';
import type { FirstAnswer } from './answer';
import type { Dependencies } from './dependencies';
import type { RequestWork } from './work';

/**
 * Does the work of a request if its tenant admits it; else it is scheduled, unless it would be too old by then.
 *
 * @param work calls `answered` for each user with an answer
 */
export async function admitRequest(
  { bulkhead: admit, policy, clock, random }: Pick<Dependencies, 'bulkhead' | 'policy' | 'clock' | 'random'>,
  { age }: RequestWork,
  work: (answered: (answer: FirstAnswer) => void) => Promise<readonly FirstAnswer[]>,
): Promise<readonly FirstAnswer[]> {
  const admission = admit(policy.tenantId);
  if (admission.kind === 'admitted') {
    try {
      return await work(({ kind }) => {
        if (kind !== 'retry') admission.answered();
      });
    } finally {
      admission.leave();
    }
  }
  const { kind, retryAfterMs } = admission;
  const waitMs = kind === 'full' ? retryAfterMs : Math.max(backoffMs(age.attempts, random()), retryAfterMs);
  const at = new Date(clock.now().getTime() + waitMs);
  if (at.getTime() > age.since.getTime() + policy.maxRequestAgeMs) return work(() => undefined);
  return [{ kind: 'retry', at, reason: kind === 'full' ? 'tenantBusy' : 'backendUnavailable' }];
}
