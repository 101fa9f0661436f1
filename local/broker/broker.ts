import type { Server, Socket } from 'node:net';
import type { EventContext } from 'rhea';
import { create_container } from 'rhea';
import { BrokerFaults } from './broker-faults';
import type { MayUse } from './broker-rights';
import { Namespace } from './namespace';
import { enableMechanisms } from './sasl-mechanisms';
import { serveConnection } from './serve-connection';
import type { Topology } from './topology';

export interface BrokerOptions {
  readonly topology: Topology;
  /** Absent: a free port. */
  readonly port?: number;
  /** PEM; with it the broker speaks AMQP over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Absent: everybody may send and receive everywhere. */
  readonly mayUse?: MayUse;
}

/** A running broker. */
export interface Broker {
  readonly port: number;
  /** For `@azure/service-bus`. */
  readonly connectionString: string;
  readonly faults: BrokerFaults;
  /** The number of unsettled messages in a queue, subscription or dead-letter queue, without scheduled ones. */
  length(address: string): number;
  /** The number of scheduled messages of a queue. */
  scheduled(address: string): number;
  /** Drops every connection and accepts no new ones; messages stay. */
  suspend(): Promise<void>;
  /** Listens again, on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts an AMQP 1.0 broker on the loopback that behaves like a Service Bus namespace. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const namespace = new Namespace(options.topology);
  const faults = new BrokerFaults();
  const container = create_container({ non_fatal_errors: ['error', 'ECONNRESET', 'EPIPE'] });
  enableMechanisms(container);
  container.on('connection_open', ({ connection }: EventContext) =>
    serveConnection({ namespace, faults, mayUse: options.mayUse ?? (() => true) }, connection),
  );
  // A client may be killed at any time, so its errors are ignored.
  for (const event of [
    'error',
    'connection_error',
    'protocol_error',
    'disconnected',
    'sender_error',
    'receiver_error',
  ]) {
    container.on(event, () => undefined);
  }
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const listen = async (port: number): Promise<number> => {
    const listening: Server = container.listen({
      host: '127.0.0.1',
      port,
      noDelay: true,
      sender_options: { autosettle: false, treat_modified_as_released: false },
      receiver_options: { autoaccept: false, credit_window: 2000 },
      ...(options.tls && { transport: 'tls' as const, ...options.tls }),
    } as never);
    server = listening;
    listening.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve, reject) => {
      listening.once('listening', resolve);
      listening.once('error', reject);
    });
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('The broker has no port.');
    return address.port;
  };
  const suspend = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server?.close(() => resolve()));
    // With an error: without one rhea does not notice, and continues its heartbeats.
    for (const socket of sockets) socket.destroy(new Error('The broker is suspended.'));
    await closed;
  };
  const port = await listen(options.port ?? 0);
  return {
    port,
    connectionString: `Endpoint=sb://localhost:${String(port)};SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true`,
    faults,
    length: (address) => entity(namespace, address).length,
    scheduled: (address) => entity(namespace, address).scheduled,
    suspend,
    resume: async () => void (await listen(port)),
    stop: async () => {
      await suspend();
      namespace.stop();
    },
  };
}

function entity(
  namespace: Namespace,
  address: string,
): { readonly length: number; readonly scheduled: number } {
  const queue = namespace.queue(address);
  if (!queue) throw new Error(`The broker has no entity ${address}.`);
  return queue;
}
