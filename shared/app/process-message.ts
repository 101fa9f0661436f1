import { detail } from '../core/detail';
import { dependsOnRevoker } from '../core/next-step';
import { retryAt } from '../core/retry-later';
import { primaryMethod } from '../core/revocation-method';
import type { UserReference } from '../core/user-reference';
import { revokerOf } from '../ports/revoker';
import { TooLarge } from '../ports/too-large';
import { Unavailable } from '../ports/unavailable';
import type { Answer, FirstAnswer, Processed, Retry } from './answer';
import { earliest, publishedOf, retriesOf, retryIfTooLong, retryWhenAvailable } from './answer';
import { answerItems, readMessage } from './answer-items';
import { answerUsers } from './answer-users';
import type { NewRequest } from './begin-user';
import { hearMessage } from './broker-time';
import type { Dependencies } from './dependencies';
import { endMessage } from './end-message';
import { fetchOriginal } from './fetch-original';
import type { IncomingMessage } from './incoming-message';
import { keepIfNotDone } from './keep-original';
import { inLane } from './lane-of-request';
import { lookAgain } from './look-again';
import { carryingTenants } from './message-tenants';
import { policyNow } from './policy-now';
import { processDecision } from './process-decision';
import { processRestore } from './process-restore';
import { reportFailure } from './report-failure';
import { revokeNewUser, revokeUser } from './revoke-user';
import { scheduleRetry } from './schedule-retry';
import type { RequestWork } from './work';

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
    hearMessage(dependencies.brokerTime, message);
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
      request: inLane(processRequest, message.lane),
      newRequest: inLane(processNewRequest, message.lane),
      decision: (ofMessage, reading, item) => processDecision(ofMessage, item, reading),
      restore: (ofMessage, reading, item) => processRestore(ofMessage, item, reading),
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

/**
 * Answers a request that the ledger may not know. That of one user is read for first; one of several, and any while the
 * backend asks not to be called, is registered first.
 */
async function processNewRequest(
  dependencies: Dependencies,
  request: NewRequest,
): Promise<readonly FirstAnswer[]> {
  const { revokers, policy } = dependencies;
  const isPaused = revokerOf(revokers, primaryMethod(policy.methods)).pausedForMs() > 0;
  if (!isPaused && request.request.users.length === 1)
    return answerEach(dependencies, request, revokeNewUser);
  const rejection = await dependencies.permits.run(() => request.register());
  return rejection ? [rejection] : processRequest(dependencies, request);
}

/** Answers every user of a request, unless its tenant is not to be called now. */
async function processRequest(
  dependencies: Dependencies,
  request: RequestWork,
): Promise<readonly FirstAnswer[]> {
  const pause = await pauseOf(dependencies, request);
  return pause ? [pause] : answerEach(dependencies, request, revokeUser);
}

/** Answers the users of a request, side by side. */
function answerEach<Work extends RequestWork>(
  dependencies: Dependencies,
  request: Work,
  revoke: (inTenant: Dependencies, work: Work, reference: UserReference) => Promise<FirstAnswer>,
): Promise<readonly FirstAnswer[]> {
  const { receivedAt, age } = request;
  return answerUsers<FirstAnswer>(dependencies, {
    request,
    users: request.request.users,
    answer: async (reference) =>
      retryIfTooLong(dependencies, receivedAt, age.attempts) ?? revoke(dependencies, request, reference),
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
  if (retryAfterMs === 0 || !dependsOnRevoker(request, { age }, policy, now)) return undefined;
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
