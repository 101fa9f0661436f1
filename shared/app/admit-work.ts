import { backoffMs } from '../core/retry-later';
import type { FirstAnswer, Retry } from './answer';
import type { Dependencies } from './dependencies';

/** Work that calls a tenant for a message. */
export interface TenantWork<T> {
  readonly tenantId: string;
  /** Earlier tries of the message, each of which ended with a scheduled copy. */
  readonly attempts: number;
  /** What would come back later than this is done now, whatever the tenant does. Absent: it waits for as long as it takes. */
  readonly latest?: Date;
  /** @param answered notes that the tenant has answered for a user */
  readonly work: (answered: () => void) => Promise<T>;
}

/** Does the work if the tenant admits it; else it is to be scheduled. Whatever a message asks a tenant for passes here, once. */
export async function admitWork<T>(
  { bulkhead: admit, clock, random }: Pick<Dependencies, 'bulkhead' | 'clock' | 'random'>,
  { tenantId, attempts, latest, work }: TenantWork<T>,
): Promise<T | Retry> {
  const admission = admit(tenantId);
  if (admission.kind === 'admitted') {
    try {
      return await work(admission.answered);
    } finally {
      admission.leave();
    }
  }
  const { kind, retryAfterMs } = admission;
  const waitMs = kind === 'full' ? retryAfterMs : Math.max(backoffMs(attempts, random()), retryAfterMs);
  const at = new Date(clock.now().getTime() + waitMs);
  if (latest && at > latest) return work(() => undefined);
  return { kind: 'retry', at, reason: kind === 'full' ? 'tenantBusy' : 'backendUnavailable' };
}

/** The same for work that answers, whose retry is then one of the answers. */
export async function admitAnswers<Of extends FirstAnswer>(
  dependencies: Pick<Dependencies, 'bulkhead' | 'clock' | 'random'>,
  work: TenantWork<readonly Of[]>,
): Promise<readonly (Of | Retry)[]> {
  const answers = await admitWork(dependencies, work);
  return 'kind' in answers ? [answers] : answers;
}
