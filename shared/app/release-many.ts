import type { DecidedOnMany, HeldRequest } from '../core/confirmation';
import { isDecidedOn, objectionToDecider } from '../core/confirmation';
import { digest } from '../core/ledger-key';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import { inParallel } from './in-parallel';
import type { DecisionInProgress } from './reject-decision';
import { rejectDecision } from './reject-decision';
import { tellNothingToDo } from './tell-nothing-to-do';

const SENT_AT_A_TIME = 16;

/**
 * Turns one decision on many requests into one decision on each, which all instances then share. Repeating it
 * is harmless: each has an id of its own that follows from this message.
 */
export async function releaseMany(
  dependencies: Dependencies,
  decision: DecisionInProgress,
  on: DecidedOnMany,
): Promise<readonly Ending[]> {
  const { policy, ledger, inbox } = dependencies;
  const { reading, message } = decision;
  const objection = objectionToDecider(reading.by, policy);
  if (objection !== undefined) {
    return rejectDecision(dependencies, decision, 'by', objection);
  }
  const chosen: HeldRequest[] = [];
  // What was held after the word was given is not meant, however often the message is delivered.
  const saidAt = message.lineage.origin.enqueuedAt ?? decision.receivedAt.toISOString();
  for await (const held of ledger.holds.pending()) {
    if (isDecidedOn(on, held) && Date.parse(held.heldAt) <= Date.parse(saidAt)) chosen.push(held);
  }
  if (chosen.length === 0) {
    const why = { requestId: reading.requestId, alert: {}, reason: 'nobody waits who could be decided on' };
    return [await tellNothingToDo(dependencies, message, why, decision.receivedAt)];
  }
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
