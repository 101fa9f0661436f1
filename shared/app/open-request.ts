import type { Arrival } from '../core/arrival';
import type { RequestIdentity } from '../core/ledger-key';
import { requestPartition } from '../core/ledger-key';
import type { Issue } from '../core/outcome';
import type { RevocationRequest } from '../core/request';
import { payloadDigest } from '../messages/message-identity';
import type { Term } from '../ports/ledger';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { arrivalOf } from './incoming-message';
import type { RequestInProgress } from './process-user';

/** What entering a request into the ledger gave. */
export type Opened =
  | { readonly kind: 'opened'; readonly inProgress: RequestInProgress }
  /** The id belongs to a request that said something else: its outcomes must not pass for an answer to this. */
  | { readonly kind: 'otherBody'; readonly issue: Issue };

/** Enters a request into the ledger, or finds it there. */
export async function openRequest(
  dependencies: Dependencies,
  message: IncomingMessage,
  request: RevocationRequest,
  receivedAt: Date,
): Promise<Opened> {
  const entered = await enterMessage(dependencies, message, request.id);
  if (entered.kind === 'otherBody') return entered;
  const inProgress = {
    request,
    identity: entered.identity,
    partition: entered.partition,
    arrival: arrivalOfRequest(request, message, receivedAt),
    receivedAt,
    traceparent: message.traceparent,
    taken: new Map<string, string>(),
  };
  return { kind: 'opened', inProgress };
}

/**
 * A request is as old as its alert or its message, whichever is older: neither an old alert that is sent anew nor an
 * old queue that is drained late may sign anybody out. Only a person's word that it still stands makes it younger.
 */
function arrivalOfRequest({ alert }: RevocationRequest, message: IncomingMessage, receivedAt: Date): Arrival {
  const arrival = arrivalOf(message, receivedAt);
  const raisedAt = message.lineage.refreshedAt === undefined ? alert?.createdAt : undefined;
  if (raisedAt === undefined) return arrival;
  return { ...arrival, since: new Date(Math.min(arrival.since.getTime(), Date.parse(raisedAt))) };
}

/** Enters what a message asks for under an id, or finds it there. */
export async function enterMessage(
  { policy, ledger, clock }: Pick<Dependencies, 'policy' | 'ledger' | 'clock'>,
  { body, lineage: { replay } }: IncomingMessage,
  requestId: string,
): Promise<
  | { readonly kind: 'entered'; readonly identity: RequestIdentity; readonly partition: string }
  | { readonly kind: 'otherBody'; readonly issue: Issue }
> {
  const { tenantId } = policy;
  const identity = { tenantId, requestId, ...(replay !== undefined && { replay }) };
  const partition = requestPartition(identity);
  const payload = payloadDigest(body);
  const standing = await ledger.requests.enter(partition, payload, termOf({ clock, policy }));
  if (standing === payload) return { kind: 'entered', identity, partition };
  const message =
    'was used by another request, which said something else: each request needs an id of its own';
  return { kind: 'otherBody', issue: { path: 'id', message } };
}

/** How long the ledger keeps what is entered now. */
export function termOf({ clock, policy }: Pick<Dependencies, 'clock' | 'policy'>): Term {
  const now = clock.now();
  return { now, expiresAt: new Date(now.getTime() + policy.recordRetentionMs) };
}
