import type { UserReference } from '../core/user-reference';
import { admitAnswers } from './admit-work';
import type { Answer, FirstAnswer } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { PERMITS } from './permits';
import type { RequestWork } from './work';

/** How users of a request are answered. */
export interface UsersWork<Of extends FirstAnswer> {
  readonly request: RequestWork;
  readonly users: readonly UserReference[];
  readonly answer: (reference: UserReference) => Promise<Of>;
  /** The request ends: its answers prove nothing about the tenant, and no age is too old for them. */
  readonly isEnding?: true;
}

/** Answers users of a request, side by side, if its tenant admits it; else the request is to be scheduled. */
export function answerUsers<Of extends FirstAnswer>(
  dependencies: Dependencies,
  { request: { age, lane }, users, answer, isEnding }: UsersWork<Of>,
): Promise<readonly (Of | Answer)[]> {
  const { tenantId, maxRequestAgeMs } = dependencies.policy;
  const latest = new Date(age.since.getTime() + maxRequestAgeMs);
  return admitAnswers(dependencies, {
    tenantId,
    ...(lane && { lane }),
    attempts: age.attempts,
    ...(!isEnding && { latest }),
    work: (answered) =>
      inParallel(users, PERMITS, async (reference) => {
        const given = await dependencies.permits.run(() => answer(reference));
        if (!isEnding && hasAsked(given)) answered();
        return given;
      }),
  });
}

/** Whether the tenant was asked and has answered; a recorded outcome was found in the ledger. */
function hasAsked(answer: FirstAnswer): boolean {
  return answer.kind === 'notFoundYet' || (answer.kind === 'published' && !answer.republished);
}
