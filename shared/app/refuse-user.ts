import { conclude } from '../core/conclude';
import type { UserFact } from '../core/facts';
import { modeOf } from '../core/mode';
import type { Objection } from '../core/objection';
import type { UserReference } from '../core/user-reference';
import { answerUser } from './answer-user';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { RequestInProgress } from './process-user';

/** Answers one user of a request by a refusal that needs no look-up. Nobody is revoked. */
export function refuseUser(
  dependencies: Dependencies,
  inProgress: RequestInProgress,
  reference: UserReference,
  why: { readonly objection: Objection; readonly user?: UserFact },
): Promise<Ending> {
  const { policy, clock } = dependencies;
  const { request, arrival, receivedAt, confirmation } = inProgress;
  const { objection, user = { kind: 'notLookedUp' } } = why;
  return answerUser(dependencies, inProgress, reference, ({ outcomeId: id }) =>
    Promise.resolve(
      conclude({
        id,
        request,
        tenantId: policy.tenantId,
        reference,
        facts: { user, arrival },
        plan: { kind: 'refuse', mode: modeOf(request, policy), about: 'request', objection },
        execution: { kind: 'none' },
        receivedAt,
        completedAt: clock.now(),
        ...(confirmation && { confirmation }),
      }),
    ),
  );
}
