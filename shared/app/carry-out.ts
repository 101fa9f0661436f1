import type { DirectoryUser } from '../core/directory-user';
import { hasMoved } from '../core/intent';
import type { ProceedPlan } from '../core/plan';
import type { Execution, MethodAnswer, Proof } from '../core/revocation';
import type { Directory } from '../ports/directory';
import type { RevocationCall, Revokers } from '../ports/revoker';
import type { Stopwatch } from './stopwatch';

/** A plan that is more than a preview. */
export type RevocationPlan = ProceedPlan & { readonly mode: 'revoke' };

/**
 * Signs the user of a plan out by each of its methods, side by side, and reads back whether it took effect.
 */
export async function carryOut(
  { directory, revokers }: { readonly directory: Directory; readonly revokers: Revokers },
  { user, methods }: RevocationPlan,
  stopwatch: Stopwatch,
  call: RevocationCall,
): Promise<Execution> {
  const answers = await stopwatch.time('revoke', () =>
    Promise.all(
      methods.map(async (method): Promise<MethodAnswer> => {
        return { method, answer: await revokers[method].revoke(user, call) };
      }),
    ),
  );
  const acceptedAt: number[] = [];
  for (const { answer } of answers) {
    if (answer.kind === 'failed') return { kind: 'failed', answers, failure: answer.failure };
    acceptedAt.push(answer.acceptedAt.getTime());
  }
  const proof = await stopwatch.time('verify', () => prove(directory, user));
  return { kind: 'revoked', answers, acceptedAt: new Date(Math.max(...acceptedAt)), proof };
}

async function prove(directory: Directory, user: DirectoryUser): Promise<Proof> {
  const after = await directory.sessionsValidFrom(user.id);
  if (after.kind === 'failed') return { kind: 'unread', failure: after.failure };
  return hasMoved(user.sessionsValidFrom, after.sessionsValidFrom)
    ? { kind: 'changed' }
    : { kind: 'notChanged' };
}
