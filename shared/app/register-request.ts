import { compact } from '../core/compact';
import type { Partition, RequestIdentity } from '../core/ids';
import { payloadDigest, requestPartition } from '../core/ids';
import type { Issue } from '../core/outcome';
import type { RevocationRequest } from '../core/request';
import type { RequestAge, UncertainTime } from '../core/request-age';
import { withCertainTime } from '../core/request-age';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { ageOf, senderOf } from './incoming-message';
import { termOf } from './keep-lease';
import type { RequestWork } from './work';

/** What registering a request in the ledger returned. */
export type Registered<Registration> =
  | ({ readonly kind: 'registered' } & Registration)
  /** The id belongs to a request with another body, whose outcomes must not pass for an answer to this one. */
  | { readonly kind: 'otherBody'; readonly issue: Issue };

/** A request as it was read, with the time of its alert where that is not certain. */
export interface ReadRequest {
  readonly request: RevocationRequest;
  readonly uncertainTime?: UncertainTime;
}

/** Registers a request in the ledger, or finds it there. */
export async function registerRequest(
  dependencies: Pick<Dependencies, 'policy' | 'ledger' | 'clock'>,
  message: IncomingMessage,
  { request: asRead, uncertainTime }: ReadRequest,
  receivedAt: Date,
): Promise<Registered<{ readonly work: RequestWork }>> {
  const registered = await registerMessage(dependencies, message, asRead.id);
  if (registered.kind === 'otherBody') return registered;
  const { identity, partition } = registered;
  const maxAgeMs = dependencies.policy.maxRequestAgeMs;
  const sent = { ...asRead, receivedBy: senderOf(message) };
  const request = withCertainTime(sent, uncertainTime, { now: receivedAt, maxAgeMs });
  const age = ageOfRequest(request, message, receivedAt, uncertainTime);
  const { traceparent } = message;
  const work = { request, identity, partition, age, receivedAt, traceparent, named: new Map() };
  return { kind: 'registered', work };
}

/** Registers the body of a message under the id of its request, or finds it there. */
export async function registerMessage(
  { policy, ledger, clock }: Pick<Dependencies, 'policy' | 'ledger' | 'clock'>,
  { body, history: { replay, receivedBy } }: Pick<IncomingMessage, 'body' | 'history'>,
  requestId: string,
): Promise<Registered<{ readonly identity: RequestIdentity; readonly partition: Partition }>> {
  const identity = compact({ tenantId: policy.tenantId, requestId, replay, receivedBy });
  const partition = requestPartition(identity);
  const payload = payloadDigest(body);
  const entered = await ledger.requests.enter(partition, payload, termOf({ clock, policy }));
  if (entered === payload) return { kind: 'registered', identity, partition };
  const message = 'was used by a request with another body: give each request an id of its own';
  return { kind: 'otherBody', issue: { path: 'id', message } };
}

/**
 * A request is as old as its alert or its message, whichever is older: neither an old alert that is sent again nor an
 * old queue that is drained late may sign anybody out. Only a person who refreshes it makes it younger.
 */
function ageOfRequest(
  { alert }: RevocationRequest,
  message: IncomingMessage,
  receivedAt: Date,
  uncertainTime: UncertainTime | undefined,
): RequestAge {
  const age = ageOf(message, receivedAt);
  if (message.history.refreshedAt !== undefined) return age;
  if (uncertainTime?.kind === 'unknown') return { ...age, isUnknown: true };
  if (alert?.createdAt === undefined) return age;
  return { ...age, since: new Date(Math.min(age.since.getTime(), Date.parse(alert.createdAt))) };
}
