import type { HeldRequest, Judgement } from '../core/confirmation';
import { expiryOf, judge } from '../core/confirmation';
import { digest } from '../core/ledger-key';
import { refuseDecision } from '../core/refuse-decision';
import { payloadDigest } from '../messages/message-identity';
import type { Reading } from '../alerts/reading';
import { cameByWebhook } from '../webhook/admission';
import type { Held } from '../ports/ledger';
import { answerAsAWhole } from './answer-as-a-whole';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import { endWait } from './end-wait';
import type { IncomingMessage } from './incoming-message';
import type { DecisionInProgress } from './reject-decision';
import { rejectDecision } from './reject-decision';
import { releaseMany } from './release-many';

/**
 * Answers a decision. The first that counts ends the wait, by one conditional write, and what follows from it is told
 * as the outcome of the request that waited; any other is answered and changes nothing.
 */
export async function processDecision(
  dependencies: Dependencies,
  message: IncomingMessage,
  reading: Extract<Reading, { kind: 'decision' }>,
  receivedAt: Date,
): Promise<readonly Ending[]> {
  const decision = { message, reading, receivedAt };
  if (cameByWebhook(message.properties)) {
    return rejectDecision(dependencies, decision, '$', 'a decision cannot come by the webhook for alerts');
  }
  const { on } = reading;
  if (on.kind !== 'one') return releaseMany(dependencies, decision, on);
  const found = await dependencies.ledger.holds.find(on.confirmation);
  if (!found) {
    if (reading.decision === 'expire') return [];
    return rejectDecision(dependencies, decision, 'confirmation', 'is of nothing that waits');
  }
  const endings =
    reading.decision === 'expire'
      ? await expire(dependencies, decision, found)
      : await decideOn(dependencies, decision, found, reading.decision);
  return endings.map((ending) =>
    ending.kind === 'ended' && ending.verdict.status === 'expired'
      ? { ...ending, needsNoOriginal: true }
      : ending,
  );
}

async function decideOn(
  dependencies: Dependencies,
  decision: DecisionInProgress,
  { held, resolution }: Held,
  said: 'approve' | 'decline',
): Promise<readonly Ending[]> {
  const { policy, clock, ledger } = dependencies;
  const { message, reading } = decision;
  const { confirmation } = held;
  // The same for every delivery, copy and replay of the message, and for no other decision.
  const key = digest([reading.requestId, payloadDigest(message.body)]);
  const judged = (standing: Held['resolution']): Judgement =>
    judge({ decision: said, by: reading.by }, key, {
      held,
      resolution: standing,
      policy,
      now: clock.now(),
    });
  const first = judged(resolution);
  const judgement =
    first.kind === 'ends' ? judged(await ledger.holds.resolve(confirmation, first.resolution)) : first;
  switch (judgement.kind) {
    case 'stands':
      return [await endWait(dependencies, message, held, judgement.resolution)];
    case 'ends':
      throw new Error('A wait that has ended is said to go on.');
    case 'rejected':
      return rejectDecision(dependencies, decision, 'by', judgement.because);
    case 'tooLate': {
      // Its time was over before anybody had noted it: that is told as well.
      const isNews = judgement.status === 'expired' && !resolution;
      const ended = isNews ? await expire(dependencies, decision, { held }) : [];
      return [...ended, await tellTooLate(dependencies, decision, held, judgement)];
    }
  }
}

/** Ends a wait whose time is over. One that has ended in another way is left to whoever ended it. */
async function expire(
  dependencies: Dependencies,
  { message }: DecisionInProgress,
  { held, resolution }: Held,
): Promise<readonly Ending[]> {
  const expiresAt = new Date(held.expiresAt);
  if (!resolution && dependencies.clock.now() < expiresAt) {
    return [{ kind: 'waiting', until: expiresAt, because: 'notDueYet' }];
  }
  const { holds } = dependencies.ledger;
  const standing = resolution ?? (await holds.resolve(held.confirmation, expiryOf(held)));
  return standing.decision === 'expire' ? [await endWait(dependencies, message, held, standing)] : [];
}

function tellTooLate(
  dependencies: Dependencies,
  { message, reading: { requestId }, receivedAt }: DecisionInProgress,
  held: HeldRequest,
  { status, detail }: Extract<Judgement, { kind: 'tooLate' }>,
): Promise<Ending> {
  const { mode } = dependencies.policy;
  return answerAsAWhole(dependencies, message, { requestId, receivedAt }, (whole) =>
    refuseDecision({ ...whole, held, status, detail, mode }),
  );
}
