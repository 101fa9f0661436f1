import { detail } from '../core/detail';
import type { Lane } from '../core/lane';
import { dependsOnRevoker } from '../core/next-step';
import { retryAt } from '../core/retry-later';
import { primaryMethod } from '../core/revocation-method';
import { revokerOf } from '../ports/revoker';
import { TooLarge } from '../ports/too-large';
import { Unavailable } from '../ports/unavailable';
import type { Answer, FirstAnswer, Processed, Retry } from './answer';
import { earliest, publishedOf, retriesOf, retryIfTooLong, retryWhenAvailable } from './answer';
import { answerItems, readMessage } from './answer-items';
import { answerUsers } from './answer-users';
import type { Dependencies } from './dependencies';
import { endMessage } from './end-message';
import { fetchOriginal } from './fetch-original';
import type { IncomingMessage } from './incoming-message';
import { keepIfNotDone } from './keep-original';
import { laneOf, leaveUrgentQueue } from './lane-of-request';
import { lookAgain } from './look-again';
import { carryingTenants } from './message-tenants';
import { policyNow } from './policy-now';
import { processDecision } from './process-decision';
import { reportFailure } from './report-failure';
import { revokeUser } from './revoke-user';
import { scheduleRetry } from './schedule-retry';
import type { RequestWork } from './work';

/** A backend that asks for a longer pause, in ms, is not waited for in place. */
const MAX_PAUSE_IN_PLACE_MS = 30_000;

/**
 * Answers one message: every user it names gets exactly one outcome on the topic, and a message that cannot be read gets
 * one as a whole. What cannot be done now is scheduled. Once it resolves the message may be completed.
 *
 * @throws when the message could not even be scheduled, or an invariant is broken: the broker redelivers it
 */
export async function processMessage(
  dependencies: Dependencies,
  message: IncomingMessage,
): Promise<Processed> {
  try {
    return await answerAndSettle(dependencies, message);
  } catch (failure) {
    reportFailure(dependencies, message, failure);
    throw failure;
  }
}

async function answerAndSettle(dependencies: Dependencies, delivered: IncomingMessage): Promise<Processed> {
  let message = delivered;
  let answers: readonly Answer[] = [];
  const retries: Retry[] = [];
  try {
    message = await fetchOriginal(dependencies, delivered);
    const read = await readMessage(dependencies, message);
    message = carryingTenants(message, read.tenants);
    const first = await answerItems<FirstAnswer>(dependencies, read, {
      request: (inTenant, request) => processRequest(inTenant, request, delivered.lane),
      decision: (reading, item) => processDecision(dependencies, item, reading),
    });
    answers = await lookAgain(dependencies, first);
    retries.push(...retriesOf(answers));
    if (retries.length === 0) await keepIfNotDone(dependencies, message, publishedOf(answers));
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    retries.push(retryWhenAvailable(failure, message.history.attempts, dependencies));
  }
  const published = publishedOf(answers);
  const retry = earliest(retries);
  if (!retry) return { published };
  return scheduleOrEnd(dependencies, message, { published, retry });
}

/** Answers every user of a request, side by side, in its lane, unless its tenant is not to be called now. */
async function processRequest(
  dependencies: Dependencies,
  registered: RequestWork,
  cameBy: Lane = 'ordinary',
): Promise<readonly FirstAnswer[]> {
  const request = { ...registered, lane: laneOf(dependencies, registered) };
  if (cameBy === 'urgent' && request.lane !== 'urgent') return [leaveUrgentQueue(dependencies)];
  const pause = await pauseOf(dependencies, request);
  if (pause) return [pause];
  const { receivedAt, age } = request;
  return answerUsers<FirstAnswer>(dependencies, {
    request,
    users: request.request.users,
    answer: async (reference) =>
      retryIfTooLong(dependencies, receivedAt, age.attempts) ?? revokeUser(dependencies, request, reference),
  });
}

/** While the backend asks not to be called, a request that can only end there is not begun: not even by a look-up. */
async function pauseOf(
  dependencies: Dependencies,
  { request, age }: RequestWork,
): Promise<Retry | undefined> {
  const { revokers, clock, random } = dependencies;
  const policy = await policyNow(dependencies);
  const retryAfterMs = revokerOf(revokers, primaryMethod(policy.methods)).pausedForMs();
  const now = clock.now();
  if (retryAfterMs <= MAX_PAUSE_IN_PLACE_MS || !dependsOnRevoker(request, { age }, policy, now)) {
    return undefined;
  }
  const failure = { kind: 'throttled', detail: detail('graphThrottling'), retryAfterMs } as const;
  const at = retryAt(failure, age, { policy, now, random: random() });
  return at && { kind: 'retry', at, reason: 'throttled' };
}

/** Schedules the next try of a message, or ends a message that no copy can carry. */
async function scheduleOrEnd(
  dependencies: Dependencies,
  message: IncomingMessage,
  processed: Processed & { readonly retry: Retry },
): Promise<Processed> {
  try {
    await scheduleRetry(dependencies, message, processed.retry);
    return processed;
  } catch (failure) {
    if (!(failure instanceof TooLarge)) throw failure;
    const why = { rule: 'fits-into-a-copy', detail: detail('tooLargeToWait') };
    return { published: await endMessage(dependencies, message, why) };
  }
}
