import { decide } from '../core/decide';
import type { Facts } from '../core/facts';
import type { Plan } from '../core/plan';
import type { Brake } from '../core/policy';
import { carryOut } from './carry-out';
import type { Dependencies } from './dependencies';
import type { Done, UserInProgress } from './process-user';

/**
 * Carries a plan out if the brake has room for its user; else it is decided anew, knowing that there is none. A preview
 * asks and counts nobody. What a person has approved is not held back, and not counted.
 */
export async function carryOutUnderBrake(
  dependencies: Dependencies,
  user: UserInProgress,
  { facts, plan }: { readonly facts: Facts; readonly plan: Extract<Plan, { kind: 'proceed' }> },
): Promise<Done> {
  const { policy, clock } = dependencies;
  const { brake } = policy;
  if (brake && !facts.approved && !(await hasRoom(dependencies, user, { brake, plan }))) {
    const known: Facts = { ...facts, brake: 'full' };
    const again = decide(user.request, known, policy, clock.now());
    return { facts: known, plan: again, execution: { kind: 'none' } };
  }
  return { facts, plan, execution: await carryOut(dependencies, plan, user.stopwatch) };
}

async function hasRoom(
  { ledger, policy: { tenantId }, clock, telemetry }: Dependencies,
  { traceparent }: UserInProgress,
  { brake, plan }: { readonly brake: Brake; readonly plan: Extract<Plan, { kind: 'proceed' }> },
): Promise<boolean> {
  const now = clock.now();
  const use = { tenantId, userId: plan.user.id, brake, now };
  if (plan.mode === 'whatIf') return ledger.brake.hasRoom(use);
  const answer = await ledger.brake.take(use);
  if (answer.kind === 'free') return true;
  if (answer.justEngaged) {
    telemetry.record({
      kind: 'brakeEngaged',
      tenantId,
      brake,
      at: now,
      ...(traceparent !== undefined && { traceparent }),
    });
  }
  return false;
}
