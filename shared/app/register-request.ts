import { compact } from '../core/compact';
import type { Partition, RequestIdentity } from '../core/ids';
import { payloadDigest, requestPartition } from '../core/ids';
import type { Issue } from '../core/outcome';
import type { Policy } from '../core/policy';
import type { RevocationRequest } from '../core/request';
import type { RequestAge, UncertainTime } from '../core/request-age';
import { withCertainTime } from '../core/request-age';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { ageOf, senderOf } from './incoming-message';
import { termOf } from './lease-terms';
import type { RequestWork } from './work';

const OTHER_BODY = 'was used by a request with another body: give each request an id of its own';

/** The identity of a request, and its partition of the ledger. */
interface RequestEntry {
  readonly identity: RequestIdentity;
  readonly partition: Partition;
}

/** What registering a request in the ledger returned. */
export type Registered =
  | ({ readonly kind: 'registered' } & RequestEntry)
  /** The id belongs to a request with another body, whose outcomes must not pass for an answer to this one. */
  | { readonly kind: 'otherBody'; readonly issue: Issue };

/** A request as it was read, with the time of its alert where that is not certain. */
export interface ReadRequest {
  readonly request: RevocationRequest;
  readonly uncertainTime?: UncertainTime;
}

/** The work of a request, which may not be registered yet. */
export function workOfRequest(
  policy: Policy,
  message: IncomingMessage,
  { request: asRead, uncertainTime }: ReadRequest,
  receivedAt: Date,
): RequestWork {
  const { identity, partition } = entryOf(policy, message, asRead.id);
  const maxAgeMs = policy.maxRequestAgeMs;
  const sent = { ...asRead, receivedBy: senderOf(message) };
  const request = withCertainTime(sent, uncertainTime, { now: receivedAt, maxAgeMs });
  const age = ageOfRequest(request, message, receivedAt, uncertainTime);
  const { traceparent } = message;
  return { request, identity, partition, age, receivedAt, traceparent, named: new Map() };
}

/**
 * Whether the ledger may not know the request of a message: it is tried for the first time, and was not registered when it
 * was received, as a security event token is.
 */
export function mayBeNew({ history, deliveryCount = 1 }: IncomingMessage): boolean {
  const { attempts, receivedBy = 'unproven' } = history;
  return attempts === 0 && deliveryCount <= 1 && !receivedBy.startsWith('issuer:');
}

/** Registers the body of a message under the id of its request, or finds it there. */
export async function registerMessage(
  { policy, ledger, clock }: Pick<Dependencies, 'policy' | 'ledger' | 'clock'>,
  message: Pick<IncomingMessage, 'body' | 'history'>,
  requestId: string,
): Promise<Registered> {
  const entry = entryOf(policy, message, requestId);
  const issue = await registerPayload(
    { policy, ledger, clock },
    entry.partition,
    payloadDigest(message.body),
  );
  return issue ? { kind: 'otherBody', issue } : { kind: 'registered', ...entry };
}

/** Registers the digest of a body in the partition of its request. Returns the issue if that has another one. */
export async function registerPayload(
  { policy, ledger, clock }: Pick<Dependencies, 'policy' | 'ledger' | 'clock'>,
  partition: Partition,
  payload: string,
): Promise<Issue | undefined> {
  const entered = await ledger.requests.enter(partition, payload, termOf({ clock, policy }));
  return entered === payload ? undefined : { path: 'id', message: OTHER_BODY };
}

function entryOf(
  { tenantId }: Pick<Policy, 'tenantId'>,
  { history: { replay, receivedBy } }: Pick<IncomingMessage, 'history'>,
  requestId: string,
): RequestEntry {
  const identity = compact({ tenantId, requestId, replay, receivedBy });
  return { identity, partition: requestPartition(identity) };
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
