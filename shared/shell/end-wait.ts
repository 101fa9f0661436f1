import { conclude } from '../core/conclude';
import type { HeldRequest, Resolution } from '../core/confirmation';
import { modeOf } from '../core/mode';
import type { Objection } from '../core/objection';
import { outcomeKey, requestPartition } from '../core/ledger-key';
import { outcomeId } from '../core/outcome-id';
import { answerOnce } from './answer-once';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { IncomingMessage } from './incoming-message';
import { processUser } from './process-user';

/** Does what follows from the end of a wait: carries the request out, or tells that it was not. */
export function endWait(
  dependencies: Dependencies,
  message: IncomingMessage,
  held: HeldRequest,
  resolution: Resolution,
): Promise<Ending> {
  const { confirmation: id, reference, request, expiresAt } = held;
  const { decision, by, at } = resolution;
  const { replay } = message.lineage;
  // A replayed approval is a wish of its own, like every replay.
  const identity = { ...held.identity, ...(replay !== undefined && { replay }) };
  const partition = requestPartition(identity);
  const confirmation = { id, expiresAt, decision, decidedAt: at, ...(by !== undefined && { by }) };
  if (decision === 'approve') {
    const approved = { approval: { confirmation: id, by: by ?? '', at }, confirmation };
    return processUser(
      dependencies,
      {
        request,
        identity,
        partition,
        // Waiting for a person does not make it old: that is what the confirmation's own end is for.
        arrival: { since: new Date(message.lineage.refreshedAt ?? at), attempts: message.lineage.attempts },
        receivedAt: new Date(held.receivedAt),
        traceparent: message.traceparent,
        taken: new Map(),
        approved,
      },
      reference,
    );
  }
  return answerOnce(dependencies, {
    key: outcomeKey(partition, reference, id),
    traceparent: message.traceparent,
    work: () =>
      Promise.resolve(
        conclude({
          id: outcomeId(identity, reference, id),
          request,
          tenantId: dependencies.policy.tenantId,
          reference,
          facts: {
            user: { kind: 'found', user: held.user },
            arrival: { since: new Date(at), attempts: 0 },
          },
          plan: {
            kind: 'refuse',
            mode: modeOf(request, dependencies.policy),
            about: 'request',
            objection: objectionOf(resolution),
          },
          execution: { kind: 'none' },
          receivedAt: new Date(held.receivedAt),
          completedAt: dependencies.clock.now(),
          confirmation,
        }),
      ),
  });
}

function objectionOf({ decision, by = 'a person', at }: Resolution): Objection {
  return decision === 'decline'
    ? { rule: 'not-declined', status: 'declined', detail: `It was declined by ${by}.` }
    : { rule: 'decided-in-time', status: 'expired', detail: `Nobody had decided by ${at}.` };
}
