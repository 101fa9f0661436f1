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
 * Dates the place of a revocation again once it has taken effect, and gives back that of one which has failed for good.
 * A place that could not be dated again, or whose revocation is retried, stays reserved: it counts.
 */
export async function settlePlace(
  dependencies: Pick<Dependencies, 'ledger' | 'policy' | 'clock'>,
  user: UserWork,
  userId: string,
  execution: Pick<Execution, 'kind'>,
): Promise<void> {
  const { ledger, policy } = dependencies;
  if (!policy.brake) return;
  const use = placeOf(dependencies, user, userId, policy.brake);
  try {
    await (execution.kind === 'revoked' ? ledger.limit.confirm(use) : ledger.limit.release(use));
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
  }
}

function placeOf(
  { policy: { tenantId }, clock }: Pick<Dependencies, 'policy' | 'clock'>,
  { request: { receivedBy }, outcomeId }: UserWork,
  userId: string,
  brake: Brake,
): LimitUse {
  return { tenantId, userId, receivedBy, outcomeId, brake, now: clock.now() };
}
