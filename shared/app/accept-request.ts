import type { ApiAnswer, ApiProblem } from '../api/answer';
import { problem } from '../api/answer';
import { parseJson } from '../alerts/parse-json';
import { openMessage } from '../alerts/open-message';
import type { Reading } from '../alerts/reading';
import type { Caller } from '../core/caller';
import type { Issue } from '../core/outcome';
import { senderOfCaller } from '../core/received-by';
import { isObject } from '../messages/json-object';
import { TooLarge } from '../ports/too-large';
import { Unavailable } from '../ports/unavailable';
import type { Dependencies } from './dependencies';
import { termOf } from './lease-terms';
import type { Receiving } from './receive-alert';
import { sendReceived } from './receive-alert';

/** A request as a caller has sent it. */
export interface CallersRequest {
  readonly caller: Caller;
  readonly body: Uint8Array;
  /** The id of the request, unless the body has one. */
  readonly fallbackId: string;
}

const BY_THE_API = 'is the proven caller of the API: leave it out';

/**
 * Takes a request for users to be signed out, in the name of the proven caller, and puts it onto a queue. What is wrong with
 * its form is answered; everything else is an outcome.
 *
 * @throws Unavailable when the broker has not accepted it
 */
export async function acceptRequest(
  receiving: Receiving & Pick<Dependencies, 'ledger'>,
  { caller, body, fallbackId }: CallersRequest,
): Promise<ApiAnswer> {
  const asSent = readRequest(receiving, body, fallbackId);
  if (asSent.kind === 'problem') return asSent;
  if (asSent.request.requestedBy !== undefined)
    return invalid([{ path: 'requestedBy', message: BY_THE_API }]);
  const named = inNameOf(caller, body);
  if (!named) return notARequest();
  const read = readRequest(receiving, named, fallbackId);
  if (read.kind === 'problem') return read;
  const { id, requestedBy } = read.request;
  if (requestedBy !== nameOf(caller)) return notARequest();
  const from = { receivedBy: senderOfCaller(senderId(caller)), requestId: id };
  try {
    const contentType = 'application/json';
    await sendReceived(receiving, { body: named, contentType, properties: {} }, from);
  } catch (failure) {
    if (failure instanceof TooLarge)
      return problem('tooLarge', 'The request is larger than the queue accepts.');
    throw failure;
  }
  await enterAccepted(receiving, id);
  return { kind: 'done', status: 202, body: { id }, location: `/api/requests/${encodeURIComponent(id)}` };
}

/** Who knows the id finds the request from now on. If the ledger fails, they find it once it is answered. */
async function enterAccepted(
  { ledger, clock, policy }: Pick<Dependencies, 'ledger' | 'clock' | 'policy'>,
  id: string,
): Promise<void> {
  try {
    await ledger.history.accept(id, termOf({ clock, policy }));
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
  }
}

/** A person is the sender of what they ask for; for an application it is the application, as at the webhook. */
export function senderId({ kind, objectId, applicationId }: Caller): string {
  return kind === 'person' ? objectId : applicationId;
}

/** How outcomes call somebody who has asked for a sign-out. */
function nameOf({ kind, userPrincipalName, objectId, applicationId }: Caller): string {
  return kind === 'person' ? (userPrincipalName ?? objectId) : applicationId;
}

function readRequest(
  { formats, decompress }: Pick<Receiving, 'formats' | 'decompress'>,
  body: Uint8Array,
  fallbackId: string,
): Extract<Reading, { readonly kind: 'request' }> | ApiProblem {
  const opened = openMessage({ body, contentType: 'application/json' }, { formats, decompress, fallbackId });
  const [reading, ...others] = opened.kind === 'readings' ? opened.readings : [];
  if (reading?.kind === 'rejected') return invalid(reading.issues);
  const isRequest = reading?.kind === 'request' && reading.request.format === 'native' && others.length === 0;
  return isRequest ? reading : notARequest();
}

/** The same request with the caller as the one who asks; undefined where the body is something that only contains a request. */
function inNameOf(caller: Caller, body: Uint8Array): Uint8Array | undefined {
  const content = jsonOf(body);
  if (!isObject(content)) return undefined;
  const fields = Object.entries(content).filter(([name]) => name.toLowerCase() !== 'requestedby');
  const named = Object.fromEntries([...fields, ['requestedBy', nameOf(caller)]]);
  return new TextEncoder().encode(JSON.stringify(named));
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function notARequest(): ApiProblem {
  return invalid([
    { path: '$', message: 'is not a revocation request: a JSON object that names `user` or `users`' },
  ]);
}

function invalid(issues: readonly Issue[]): ApiProblem {
  return problem('invalid', 'The request cannot be read.', { issues });
}
