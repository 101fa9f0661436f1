import type { RequestIdentity } from '../core/ledger-key';
import { requestPartition } from '../core/ledger-key';
import type { Issue } from '../core/outcome';
import type { RevocationRequest } from '../core/request';
import { payloadDigest } from '../intake/message-identity';
import type { Term } from '../ledger';
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
  const { policy, ledger } = dependencies;
  const { replay } = message.lineage;
  const identity: RequestIdentity = {
    tenantId: policy.tenantId,
    requestId: request.id,
    ...(replay !== undefined && { replay }),
  };
  const partition = requestPartition(identity);
  const payload = payloadDigest(message.body);
  const standing = await ledger.requests.enter(partition, payload, termOf(dependencies));
  if (standing !== payload) {
    const message =
      'was used by another request, which said something else: each request needs an id of its own';
    return { kind: 'otherBody', issue: { path: 'id', message } };
  }
  const inProgress = {
    request,
    identity,
    partition,
    arrival: arrivalOf(message, receivedAt),
    receivedAt,
    traceparent: message.traceparent,
    taken: new Map<string, string>(),
  };
  return { kind: 'opened', inProgress };
}

/** How long the ledger keeps what is entered now. */
export function termOf({ clock, policy }: Pick<Dependencies, 'clock' | 'policy'>): Term {
  const now = clock.now();
  return { now, expiresAt: new Date(now.getTime() + policy.recordRetentionMs) };
}
