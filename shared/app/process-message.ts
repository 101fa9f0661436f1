import { modeOf } from '../core/mode';
import type { Verdict } from '../core/outcome';
import { retryAt } from '../core/retry-later';
import { objectionToRequest } from '../core/rules/request-rules';
import { settle } from '../core/settle';
import { Unavailable } from '../ports/ports';
import { answerItems } from './answer-items';
import type { Dependencies } from './dependencies';
import type { Ending, Waiting } from './ending';
import { earliest, waitForThing } from './ending';
import { inParallel } from './in-parallel';
import type { IncomingMessage } from './incoming-message';
import { originalOf } from './incoming-message';
import { postpone } from './postpone';
import { processDecision } from './process-decision';
import type { RequestInProgress } from './process-user';
import { processUser } from './process-user';

/** Users of one message that are worked on at a time: enough to hide Graph's latency, and no burst. */
const USERS_AT_A_TIME = 8;
/** A backend that wants to be left alone for longer, in ms, is not waited for in place. */
const LONGEST_PAUSE_IN_PLACE_MS = 30_000;

/** What has become of a message. */
export interface Processed {
  /** Outcomes that are on the topic. */
  readonly told: readonly Extract<Ending, { kind: 'ended' }>[];
  /** Set when something is left to do, for which a copy of the message will come. */
  readonly postponed?: Waiting;
}

/**
 * Answers one message: every user it names gets exactly one outcome on the topic, a message that cannot be
 * read gets one as a whole. What cannot be done now is put off. Once it resolves the message may be completed.
 *
 * @throws when the message could not even be put off, or an invariant is broken: the broker is to redeliver it.
 */
export async function processMessage(
  dependencies: Dependencies,
  message: IncomingMessage,
): Promise<Processed> {
  try {
    return await answerOrPostpone(dependencies, message);
  } catch (failure) {
    const { traceparent } = message;
    dependencies.telemetry.record({
      kind: 'deliveryFailed',
      // The name alone: messages of errors may quote what they choked on.
      error: failure instanceof Error ? failure.name : 'unknown',
      ...(traceparent !== undefined && { traceparent }),
    });
    throw failure;
  }
}

async function answerOrPostpone(dependencies: Dependencies, message: IncomingMessage): Promise<Processed> {
  const told: Processed['told'][number][] = [];
  const waits: Waiting[] = [];
  try {
    for (const ending of await answerAll(dependencies, message)) {
      if (ending.kind === 'ended') told.push(ending);
      else waits.push(ending);
    }
    if (waits.length === 0) await keepIfNotDone(dependencies, message, told);
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    waits.push(waitForThing(failure, message.lineage.attempts, dependencies));
  }
  const postponed = earliest(waits);
  if (!postponed) return { told };
  await postpone(dependencies, message, postponed);
  return { told, postponed };
}

/** Keeps the original of a message that was not carried out, if that is how it ended. */
export async function keepIfNotDone(
  { rejectedMessages }: Dependencies,
  message: IncomingMessage,
  told: readonly { readonly verdict: Verdict; readonly needsNoOriginal?: true }[],
): Promise<void> {
  const verdicts = told.filter(({ needsNoOriginal }) => !needsNoOriginal).map(({ verdict }) => verdict);
  const settlement = settle(verdicts);
  if (settlement.kind === 'reject') await rejectedMessages.keep(originalOf(message), settlement.because);
}

function answerAll(dependencies: Dependencies, message: IncomingMessage): Promise<readonly Ending[]> {
  return answerItems(dependencies, message, {
    process: (inProgress) => processRequest(dependencies, inProgress),
    decide: (reading, receivedAt) => processDecision(dependencies, message, reading, receivedAt),
  });
}

async function processRequest(
  dependencies: Dependencies,
  inProgress: RequestInProgress,
): Promise<readonly Ending[]> {
  const pause = pauseOf(dependencies, inProgress);
  if (pause) return [pause];
  return inParallel(inProgress.request.users, USERS_AT_A_TIME, (reference) =>
    processUser(dependencies, inProgress, reference),
  );
}

/** While the backend wants to be left alone, what would only wait for it is not begun: not even a look-up. */
function pauseOf(
  { revoker, policy, clock, random }: Dependencies,
  { request, arrival }: RequestInProgress,
): Waiting | undefined {
  const retryAfterMs = revoker.pausedForMs();
  const now = clock.now();
  if (
    retryAfterMs <= LONGEST_PAUSE_IN_PLACE_MS ||
    modeOf(request, policy) === 'whatIf' ||
    request.confirm ||
    policy.confirmation.always ||
    objectionToRequest({ request, arrival, policy, now })
  ) {
    return undefined;
  }
  const failure = { kind: 'throttled', detail: 'Microsoft Graph is throttling.', retryAfterMs } as const;
  const until = retryAt(failure, arrival, { policy, now, random: random() });
  return until && { kind: 'waiting', until, because: 'throttled' };
}
