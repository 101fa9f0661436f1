import type { DirectoryUser } from '../core/facts';
import type { Plan } from '../core/plan';
import type { Execution, Proof } from '../core/revocation';
import type { Directory, Revoker } from '../ports/ports';
import type { Stopwatch } from './stopwatch';

/** Does what a plan says, and nothing when it says no more than what would be done. */
export async function carryOut(
  { directory, revoker }: { readonly directory: Directory; readonly revoker: Revoker },
  plan: Plan,
  stopwatch: Stopwatch,
): Promise<Execution> {
  if (plan.kind === 'refuse' || plan.mode === 'whatIf') return { kind: 'none' };
  const answer = await stopwatch.time('revoke', () => revoker.revoke(plan.user));
  const method = revoker.method;
  const record = { attempts: answer.attempts, requestIds: answer.requestIds };
  switch (answer.kind) {
    case 'failed':
      return { kind: 'failed', method, failure: answer.failure, record };
    case 'accepted': {
      const proof = await stopwatch.time('verify', () => prove(directory, plan.user));
      return { kind: 'revoked', method, acceptedAt: answer.acceptedAt, record, proof };
    }
  }
}

async function prove(directory: Directory, user: DirectoryUser): Promise<Proof> {
  const after = await directory.sessionsValidFrom(user.id);
  if (after.kind === 'failed') return { kind: 'unread', failure: after.failure };
  return instant(after.sessionsValidFrom) > instant(user.sessionsValidFrom)
    ? { kind: 'moved' }
    : { kind: 'notMoved' };
}

function instant(time: string | undefined): number {
  return time === undefined ? Number.NEGATIVE_INFINITY : Date.parse(time);
}
