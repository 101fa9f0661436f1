import type { JsonNode } from './json-node';

/** The types of events of the Shared Signals Framework are URLs with this in their path. */
const EVENT_TYPE = '/secevent/';

/**
 * Whether a message is the claims of a security event token (RFC 8417): by the claims that each token has, or by the types
 * of its events.
 */
export function isSecurityEvent(message: JsonNode): boolean {
  const events = message.select('events');
  if (events.length === 0) return false;
  return (
    message.has('iss', 'jti') || events.some(({ names }) => names.some((name) => name.includes(EVENT_TYPE)))
  );
}
