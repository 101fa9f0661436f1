import type { Detail } from '../core/detail';
import { writeDetail } from '../core/detail';
import type { Answer, Published } from './answer';
import { publishedOf, retriesOf } from './answer';
import { answerItems, readMessage } from './answer-items';
import { answerUsers } from './answer-users';
import { unbounded } from './bulkhead';
import type { Dependencies } from './dependencies';
import { denyUser } from './deny-user';
import type { IncomingMessage } from './incoming-message';
import { keepIfNotDone } from './keep-original';
import { processDeadDecision } from './process-dead-decision';
import { rejectMessage } from './publish-for-message';

/**
 * Ends a message that is not tried again: users without an outcome get `failed`, a message that cannot be read gets
 * `rejected`, each with the reason; a recorded outcome is published again, and a recorded decision is finished. Nobody is
 * revoked. The original is in quarantine before it resolves.
 *
 * @throws when that could not be done
 */
export async function endMessage(
  dependencies: Dependencies,
  message: IncomingMessage,
  why: { readonly rule: string; readonly detail: Detail },
): Promise<readonly Published[]> {
  // It cannot be scheduled: it is ended now, also in a tenant that is full.
  const answers = await answerWithFailure({ ...dependencies, bulkhead: unbounded }, message, why);
  const published = publishedOf(answers);
  if (retriesOf(answers).length > 0) throw new Error('A part of this message cannot be answered yet.');
  await keepIfNotDone(dependencies, message, published);
  return published;
}

/** Answers every user without an outcome with `failed`, and a message that cannot be read with `rejected`. */
export async function answerWithFailure(
  dependencies: Dependencies,
  message: IncomingMessage,
  why: { readonly rule: string; readonly detail: Detail },
): Promise<readonly Answer[]> {
  const denial = { ...why, status: 'failed' } as const;
  const issues = [{ path: '$', message: writeDetail(why.detail) }];
  return answerItems(dependencies, await readMessage(dependencies, message), {
    request: (inTenant, work) =>
      answerUsers(inTenant, {
        request: work,
        users: work.request.users,
        answer: (reference) => denyUser(inTenant, work, reference, { denial }),
        isEnding: true,
      }),
    decision: async (ofMessage, reading, item) =>
      (await processDeadDecision(ofMessage, item, reading, denial)) ?? [
        await rejectMessage(ofMessage, item, issues),
      ],
    restore: async (ofMessage, _reading, item) => [await rejectMessage(ofMessage, item, issues)],
    issues,
  });
}
