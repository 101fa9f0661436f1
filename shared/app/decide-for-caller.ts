import type { ApiAnswer } from '../api/answer';
import { done, problem, problemDocument } from '../api/answer';
import type { DecidedItem } from '../api/schemas';
import type { RecordedDecision } from '../core/approval';
import type { Caller } from '../core/caller';
import type { PersonsDecision } from './decide-over-api';
import { decideOverApi } from './decide-over-api';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';

const MAX_PARALLEL_DECISIONS = 8;

/** Decides on one request that waits, in the name of a person. */
export async function decideForCaller(app: Dependencies, asked: PersonsDecision): Promise<ApiAnswer> {
  const decided = await decideOverApi(app, asked);
  switch (decided.kind) {
    case 'decided':
      return done(itemOf(asked.approval, asked.decision, decided.decision));
    case 'notFound':
      return problem('notFound', 'No request for approval has this id.');
    case 'denied':
      return problem('notAllowed', decided.detail);
    case 'tooLate':
      return problem('decided', decided.detail);
    case 'retry': {
      const waitMs = decided.at.getTime() - app.clock.now().getTime();
      const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
      return problem('unavailable', `It cannot be decided now (${decided.reason}).`, { retryAfterS });
    }
  }
}

/** What a person decides on many requests that wait. */
export interface ManyDecisions extends Pick<PersonsDecision, 'decision'> {
  readonly person: Caller;
  readonly ids: readonly string[];
}

/** Decides on each of many requests that wait, and answers each by itself. */
export async function decideManyForCaller(
  app: Dependencies,
  { person, ids, decision }: ManyDecisions,
): Promise<ApiAnswer> {
  const value = await inParallel([...new Set(ids)], MAX_PARALLEL_DECISIONS, async (approval) => {
    const answer = await decideForCaller(app, { approval, decision, person });
    return answer.kind === 'problem' ? { id: approval, problem: problemDocument(answer) } : answer.body;
  });
  return done({ value });
}

function itemOf(
  id: string,
  decision: DecidedItem['decision'],
  { by = '', at }: RecordedDecision,
): DecidedItem {
  return { id, decision, by, byProven: true, decidedAt: at };
}
