import type { Denial } from '../core/denial';
import type { DirectoryUser } from '../core/directory-user';
import { outcomeOfPlan } from '../core/user-outcomes';
import { modeOf } from '../core/request-mode';
import type { UserReference } from '../core/user-reference';
import type { Answer } from './answer';
import type { Dependencies } from './dependencies';
import { publishUserOnce } from './publish-user';
import type { RequestWork } from './work';
import { userContext } from './work';

/** Answers one user of a request with a denial that needs no look-up. Nobody is revoked, and what is pending ends. */
export function denyUser(
  dependencies: Dependencies,
  request: RequestWork,
  reference: UserReference,
  { denial, user }: { readonly denial: Denial; readonly user?: DirectoryUser },
): Promise<Answer> {
  return publishUserOnce<never>(dependencies, request, reference, {
    make: (work) => {
      const mode = modeOf(work.request, dependencies.policy);
      const context = userContext(work, dependencies, user);
      return Promise.resolve(outcomeOfPlan(context, { kind: 'deny', mode, about: 'request', denial }));
    },
    ending: denial.detail,
  });
}
