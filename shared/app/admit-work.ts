import type { Lane } from '../core/lane';
import { backoffMs } from '../core/retry-later';
import type { Answer, FirstAnswer, Published, Retry } from './answer';
import { retryIfTooLong } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { PERMITS } from './permits';

type Admitting = Pick<Dependencies, 'bulkhead' | 'permits' | 'clock' | 'random'>;

/** Work that calls a tenant for a message. */
export interface TenantWork<T> {
  readonly tenantId: string;
  /** A tenant's ordinary work does not keep its urgent work out. Absent: the ordinary one. */
  readonly lane?: Lane;
  /** Earlier tries of the message, each of which ended with a scheduled copy. */
  readonly attempts: number;
  /** What would come back later than this is done now, whatever the tenant does. Absent: it waits for as long as it takes. */
  readonly latest?: Date;
  /** @param answered notes that the tenant has answered for a user */
  readonly work: (answered: () => void) => Promise<T>;
}

/** Does the work if the tenant admits it; else it is to be scheduled. Whatever a message asks a tenant for passes here, once. */
export async function admitWork<T>(
  { bulkhead: admit, clock, random }: Omit<Admitting, 'permits'>,
  { tenantId, lane, attempts, latest, work }: TenantWork<T>,
): Promise<T | Retry> {
  const admission = await admit(lane === 'urgent' ? `${tenantId} urgent` : tenantId);
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

/**
 * The same for work that answers, whose retry is then one of the answers. Methods that are called again come after it, so that
 * one that hangs is not taken for a tenant that hangs.
 */
export async function admitAnswers<Of extends FirstAnswer>(
  dependencies: Admitting,
  work: TenantWork<readonly Of[]>,
): Promise<readonly (Of | Answer)[]> {
  const begunAt = dependencies.clock.now();
  const answers = await admitWork(dependencies, work);
  if ('kind' in answers) return [answers];
  return answers.some(isCalledAgain) ? callMethods(dependencies, work, { answers, begunAt }) : answers;
}

type CalledAgain = Published & Required<Pick<Published, 'callMethods'>>;

function isCalledAgain(answer: FirstAnswer): answer is CalledAgain {
  return answer.kind === 'published' && answer.callMethods !== undefined;
}

/** Calls the methods that are pending in answers, if the tenant admits that: a tenant's methods have a bulkhead of their own. */
async function callMethods<Of extends FirstAnswer>(
  dependencies: Admitting,
  { tenantId, attempts, ...rest }: TenantWork<unknown>,
  { answers, begunAt }: { readonly answers: readonly Of[]; readonly begunAt: Date },
): Promise<readonly (Of | Answer)[]> {
  const called = await admitWork<readonly (Of | Answer)[]>(dependencies, {
    ...rest,
    tenantId: `${tenantId} methods`,
    attempts,
    work: (answered) =>
      inParallel(answers, PERMITS, async (answer) => {
        if (!isCalledAgain(answer)) return answer;
        const called = await dependencies.permits.run(async () => {
          const retry = retryIfTooLong(dependencies, begunAt, attempts);
          return retry ? { ...answer, retry } : answer.callMethods();
        });
        if (!called.retry) answered();
        return called;
      }),
  });
  if (!('kind' in called)) return called;
  return answers.map((answer) => (isCalledAgain(answer) ? { ...answer, retry: called } : answer));
}
