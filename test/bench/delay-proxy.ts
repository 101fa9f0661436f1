import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { listen } from '../../local/listen';

/** Listens in front of a port of the loopback, and passes everything on a while later, in both directions. */
export async function delayProxy(
  port: number,
  oneWayMs: number,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    relay(near, far, oneWayMs);
    relay(far, near, oneWayMs);
  });
  return listen(server);
}

/** Timers of one length end in the order in which they were set. */
function relay(from: Socket, to: Socket, oneWayMs: number): void {
  from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), oneWayMs));
  // After what came before the end: a client of Service Bus waits for the answer to its last frame.
  from.on('close', () => setTimeout(() => to.destroySoon(), oneWayMs));
  from.on('error', () => from.destroy());
}
