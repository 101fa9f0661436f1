import type { HeldRequest, Resolution } from '../core/confirmation';
import { requestPartition } from '../core/ledger-key';
import type { Objection } from '../core/objection';
import type { Dependencies } from './dependencies';
import type { Ending } from './ending';
import type { IncomingMessage } from './incoming-message';
import type { RequestInProgress } from './process-user';
import { processUser } from './process-user';
import { refuseUser } from './refuse-user';

/** Does what follows from the end of a wait: carries the request out, or tells that it was not. */
export function endWait(
  dependencies: Dependencies,
  message: IncomingMessage,
  held: HeldRequest,
  resolution: Resolution,
): Promise<Ending> {
  const { reference } = held;
  const inProgress = inProgressOf(message, held, resolution);
  switch (resolution.decision) {
    case 'approve':
      return processUser(dependencies, inProgress, reference);
    case 'decline':
    case 'expire':
      return refuseUser(dependencies, inProgress, reference, {
        objection: objectionOf(resolution),
        user: { kind: 'found', user: held.user },
      });
  }
}

function inProgressOf(
  { lineage, traceparent }: IncomingMessage,
  { identity: first, request, confirmation: id, expiresAt, receivedAt }: HeldRequest,
  { decision, by, at }: Resolution,
): RequestInProgress {
  // A replayed approval is a wish of its own, like every replay.
  const { replay, refreshedAt, attempts } = lineage;
  const identity = { ...first, ...(replay !== undefined && { replay }) };
  return {
    request,
    identity,
    partition: requestPartition(identity),
    // Waiting for a person does not make it old: that is what the confirmation's own end is for.
    arrival: { since: new Date(refreshedAt ?? at), attempts },
    receivedAt: new Date(receivedAt),
    traceparent,
    taken: new Map(),
    confirmation: { id, expiresAt, decision, decidedAt: at, ...(by !== undefined && { by }) },
  };
}

function objectionOf({ decision, by = 'a person', at }: Resolution): Objection {
  return decision === 'decline'
    ? { rule: 'not-declined', status: 'declined', detail: `It was declined by ${by}.` }
    : { rule: 'decided-in-time', status: 'expired', detail: `Nobody had decided by ${at}.` };
}
