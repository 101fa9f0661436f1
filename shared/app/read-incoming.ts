import { fallbackId } from '../messages/message-identity';
import { readMessage } from '../alerts/read-message';
import type { Reading } from '../alerts/reading';
import { tokenIn, tokenRequestId } from '../messages/security-event-token';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';

/** What a message turned out to be, and the id of its request where it gives itself none. */
export interface Incoming {
  readonly requestId: string;
  readonly readings: readonly [Reading, ...Reading[]];
}

/**
 * Reads a message; a security event token is verified first, whichever way it came: whoever may send to the queue may
 * not therefore speak for an issuer.
 *
 * @throws Unavailable when the keys of its issuer cannot be had
 */
export async function readIncoming(
  { securityEventTokens, formats }: Pick<Dependencies, 'securityEventTokens' | 'formats'>,
  { body, lineage, contentType }: IncomingMessage,
): Promise<Incoming> {
  const token = tokenIn(body, contentType);
  if (token === undefined) {
    const requestId = fallbackId(body, lineage);
    return { requestId, readings: readMessage(body, { fallbackId: requestId, formats }) };
  }
  const verdict = await securityEventTokens.verify(token);
  if (verdict.kind === 'refused') {
    const message = `is a security event token that is not believed (${verdict.error}): ${verdict.detail}`;
    return {
      requestId: fallbackId(body, lineage),
      readings: [{ kind: 'rejected', issues: [{ path: '$', message }] }],
    };
  }
  const requestId = tokenRequestId(verdict);
  const claims = new TextEncoder().encode(JSON.stringify(verdict.claims));
  return { requestId, readings: readMessage(claims, { fallbackId: requestId }) };
}
