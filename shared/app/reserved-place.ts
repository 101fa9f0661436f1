import type { LimitFact } from '../core/facts';
import type { LimitAnswer } from '../core/limit';
import type { Mode } from '../core/mode';
import type { ReadingQuestion, WritingQuestion } from '../core/plan';
import type { Brake } from '../core/policy';
import type { Execution } from '../core/revocation';
import { compact } from '../core/compact';
import type { LimitUse } from '../ports/ledger';
import { Unavailable } from '../ports/unavailable';
import type { Dependencies } from './dependencies';
import type { UserWork } from './work';

type LimitQuestion = Extract<ReadingQuestion | WritingQuestion, { readonly fact: 'limit' }>;

/** Reserves a place within the brake before a revocation; a what-if only looks. */
export async function reservePlace(
  dependencies: Pick<Dependencies, 'ledger' | 'policy' | 'clock' | 'telemetry'>,
  user: UserWork,
  { userId, brake }: LimitQuestion,
  mode: Mode,
): Promise<LimitFact> {
  const { ledger, policy, telemetry } = dependencies;
  const use = placeOf(dependencies, user, userId, brake);
  const answer = mode === 'whatIf' ? await ledger.limit.preview(use) : await ledger.limit.reserve(use);
  switch (answer.kind) {
    case 'reserved':
      return { kind: 'reserved' };
    case 'repeated':
      return repeated(answer);
    case 'full':
    case 'shareUsed': {
      const { tenantId } = policy;
      const { traceparent } = user;
      const event = { kind: 'brakeEngaged' as const, tenantId, brake, at: use.now, traceparent };
      if (answer.tripped && mode === 'revoke') telemetry.record(compact(event));
      return { kind: answer.kind };
    }
  }
}

function repeated({ lastAt }: Extract<LimitAnswer, { readonly kind: 'repeated' }>): LimitFact {
  return { kind: 'repeated', ...(lastAt !== undefined && { lastAt: new Date(lastAt) }) };
}

/**
 * Has the place of a revocation dated again once it has taken effect, and given back if it has failed for good. Nothing waits
 * for it but the end of the message: until then, and if it cannot be done, the place is reserved and counts, as does that of a
 * revocation that is retried.
 */
export function settlePlace(
  { ledger, policy, clock }: Pick<Dependencies, 'ledger' | 'policy' | 'clock'>,
  user: UserWork,
  userId: string,
  { kind }: Pick<Execution, 'kind'>,
): void {
  if (!policy.brake) return;
  const use = placeOf({ policy, clock }, user, userId, policy.brake);
  const settled = kind === 'revoked' ? ledger.limit.confirm(use) : ledger.limit.release(use);
  const ended = settled.catch((failure: unknown) => {
    if (!(failure instanceof Unavailable)) throw failure;
  });
  user.beside.push(ended);
  // A failure is thrown at the end of the message, and until then nobody waits for it.
  ended.catch(() => undefined);
}

function placeOf(
  { policy: { tenantId }, clock }: Pick<Dependencies, 'policy' | 'clock'>,
  { request: { receivedBy }, outcomeId }: UserWork,
  userId: string,
  brake: Brake,
): LimitUse {
  return { tenantId, userId, receivedBy, outcomeId, brake, now: clock.now() };
}
