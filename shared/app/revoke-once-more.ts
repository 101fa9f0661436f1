import type { BackendFailure } from '../core/backend-failure';
import type { DirectoryUser } from '../core/directory-user';
import { senderOfShare } from '../core/received-by';
import { isTransient } from '../core/retry-later';
import type { MethodAnswer } from '../core/revocation';
import { otherMethods } from '../core/revocation-method';
import type { RevocationCall } from '../ports/revoker';
import { revokerOf } from '../ports/revoker';
import type { Dependencies } from './dependencies';
import { stoppable } from './stoppable';
import type { UserWork } from './work';

/** What the revocation before a restore did. */
export type RevokedOnceMore = { readonly answers: readonly MethodAnswer[] } & (
  | { readonly kind: 'revoked'; readonly acceptedAt: Date }
  | { readonly kind: 'failed'; readonly failure: BackendFailure }
);

/**
 * Revokes by Graph and by every other method of the policy before anything is enabled. It has failed unless Graph has accepted it, and
 * while a failure of another method may pass: what another method refuses for good keeps nobody locked out, and is reported.
 */
export async function revokeOnceMore(
  dependencies: Dependencies,
  user: UserWork,
  target: DirectoryUser,
): Promise<RevokedOnceMore> {
  const revokers = stoppable(dependencies);
  const call = callOf(user, target);
  const methods = ['graph', ...otherMethods(['graph', ...dependencies.policy.methods])] as const;
  const answers = await user.stopwatch.time('revoke', () =>
    Promise.all(
      methods.map(async (method) => ({
        method,
        answer: await revokerOf(revokers, method).revoke(target, call),
      })),
    ),
  );
  const [graph, ...others] = answers.map(({ answer }) => answer);
  const passing = others.find((answer) => answer.kind === 'failed' && isTransient(answer.failure));
  if (graph?.kind !== 'accepted') return { kind: 'failed', answers, failure: failureOf(graph) };
  if (passing) return { kind: 'failed', answers, failure: failureOf(passing) };
  return { kind: 'revoked', answers, acceptedAt: graph.acceptedAt };
}

/** How backends may be called for a restore. */
export function callOf({ request, lease }: UserWork, { id }: DirectoryUser): RevocationCall {
  return { mayCall: () => lease.mayCall(), share: [senderOfShare(request.receivedBy), request.id, id] };
}

function failureOf(answer: MethodAnswer['answer'] | undefined): BackendFailure {
  if (answer?.kind !== 'failed') throw new Error('The answer of a method is not a failure.');
  return answer.failure;
}
