import type { HeldRequest } from '../core/confirmation';
import { objectionToDecider } from '../core/confirmation';
import { digest, outcomeKey } from '../core/ledger-key';
import { nothingToDo } from '../core/nothing-to-do';
import type { DecidedOn } from '../intake/reading';
import { answerOnce } from './answer-once';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import { inParallel } from './in-parallel';
import { enterMessage } from './open-request';
import type { DecisionInProgress } from './process-decision';
import { rejectDecision } from './process-decision';

const SENT_AT_A_TIME = 16;

/**
 * Turns one decision on many requests into one decision on each, which all instances then share. Repeating it
 * is harmless: each has an id of its own that follows from this message.
 */
export async function releaseMany(
  dependencies: Dependencies,
  decision: DecisionInProgress,
  on: Exclude<DecidedOn, { kind: 'one' }>,
): Promise<readonly Ending[]> {
  const { policy, ledger, inbox } = dependencies;
  const { reading, message } = decision;
  const objection = objectionToDecider(reading.by, policy);
  if (objection !== undefined) {
    return rejectDecision(dependencies, decision, 'by', objection.replace(/^by: /, ''));
  }
  const chosen: HeldRequest[] = [];
  // What was held after the word was given is not meant, however often the message is delivered.
  const saidAt = message.lineage.origin.enqueuedAt ?? decision.receivedAt.toISOString();
  for await (const held of ledger.holds.pending()) {
    if (isMeant(on, held) && Date.parse(held.heldAt) <= Date.parse(saidAt)) chosen.push(held);
  }
  if (chosen.length === 0) return tellNobodyWaits(dependencies, decision);
  const { decision: said, by } = reading;
  const properties = message.traceparent === undefined ? {} : { traceparent: message.traceparent };
  await inParallel(chosen, SENT_AT_A_TIME, ({ confirmation }) =>
    inbox.put({
      id: `decision-${digest([reading.requestId, message.lineage.replay ?? null, confirmation])}`,
      body: new TextEncoder().encode(JSON.stringify({ confirmation, decision: said, by })),
      contentType: 'application/json',
      properties,
    }),
  );
  return [];
}

function isMeant(on: Exclude<DecidedOn, { kind: 'one' }>, { hold, identity }: HeldRequest): boolean {
  return on.kind === 'brake' ? hold.status === 'held' : identity.requestId === on.requestId;
}

async function tellNobodyWaits(
  dependencies: Dependencies,
  decision: DecisionInProgress,
): Promise<readonly Ending[]> {
  const { policy, clock } = dependencies;
  const { message, reading, receivedAt } = decision;
  const entered = await enterMessage(dependencies, message, reading.requestId);
  if (entered.kind === 'otherBody') {
    return rejectDecision(dependencies, decision, entered.issue.path, entered.issue.message);
  }
  const { identity, partition } = entered;
  const reason = 'nobody waits who could be decided on';
  const ending = await answerOnce(dependencies, {
    key: outcomeKey(partition),
    traceparent: message.traceparent,
    work: () =>
      Promise.resolve(
        nothingToDo({
          identity,
          mode: policy.mode,
          alert: {},
          reason,
          receivedAt,
          completedAt: clock.now(),
        }),
      ),
  });
  return [ending];
}
