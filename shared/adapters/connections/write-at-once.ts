import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/** Where Node announces each socket of a client, before it connects. */
const CLIENT_SOCKETS = 'net.client.socket';

/**
 * Lets the connections that this process opens from now on send a small write at once, even while the one before is not
 * acknowledged, which may take 40 ms (RFC 896; RFC 1122, section 4.2.3.2). Node's HTTP clients do so by themselves; the SDK of
 * Service Bus does not, and has no option for it. To call this again changes nothing.
 */
export function writeAtOnce(): void {
  unsubscribe(CLIENT_SOCKETS, withoutDelay);
  subscribe(CLIENT_SOCKETS, withoutDelay);
}

function withoutDelay(announced: unknown): void {
  if (typeof announced !== 'object' || announced === null || !('socket' in announced)) return;
  if (announced.socket instanceof Socket) announced.socket.setNoDelay(true);
}
