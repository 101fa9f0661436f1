import type { Server, Socket } from 'node:net';
import type { Connection, EventContext, Message, Receiver, Sender } from 'rhea';
import { create_container } from 'rhea';
import { BrokerFaults } from './broker-faults';
import { manage } from './management-node';
import { Namespace } from './namespace';
import { openReceiver } from './session-receivers';
import type { Topology } from './topology';
import { messagesOfTransfer } from './wire-message';

export interface BrokerOptions {
  readonly topology: Topology;
  /** Absent: a free port. */
  readonly port?: number;
  /** PEM; with it the broker speaks AMQP over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
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

/** The error of a disabled entity. */
const DISABLED = { condition: 'com.microsoft:entity-disabled', description: 'The entity is disabled.' };

interface SaslMechanisms {
  readonly enable_anonymous: () => void;
}

/** Starts an AMQP 1.0 broker on the loopback that behaves like a Service Bus namespace. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const namespace = new Namespace(options.topology);
  const faults = new BrokerFaults();
  const container = create_container({ non_fatal_errors: ['error', 'ECONNRESET', 'EPIPE'] });
  (container.sasl_server_mechanisms as SaslMechanisms).enable_anonymous();
  container.on('connection_open', ({ connection }: EventContext) => serve(namespace, faults, connection));
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

/** Serves one connection: receivers and senders of entities, and the nodes `$cbs` and `$management`. */
function serve(namespace: Namespace, faults: BrokerFaults, connection: Connection): void {
  const replyLinks = new Map<string, Sender>();
  const stops = new Set<() => void>();
  connection.on('disconnected', () => {
    for (const stop of stops) stop();
  });
  connection.on('sender_open', ({ sender }: EventContext) => {
    const stop = sender && openForReceiver({ namespace, faults, replyLinks }, sender);
    if (stop) stops.add(stop);
  });
  connection.on('receiver_open', ({ receiver }: EventContext) => {
    if (receiver) openForSender(namespace, receiver);
  });
  connection.on('message', ({ receiver, message, delivery, ...context }: EventContext) => {
    if (!receiver || !message || !delivery) return;
    const { format } = context as { readonly format?: number };
    const address = addressOf(receiver.target);
    if (isRequestNode(address)) {
      const reply = address === '$cbs' ? tokenAccepted(message) : manage(namespace, address, message);
      replyLinks.get(String(message.reply_to))?.send(reply);
    } else {
      const fault = faults.take('send', address);
      if (fault === 'reject') return delivery.reject(DISABLED);
      for (const one of messagesOfTransfer(message, format)) namespace.target(address)?.enqueue(one);
      if (fault === 'withhold') return;
    }
    delivery.accept();
  });
}

interface Serving {
  readonly namespace: Namespace;
  readonly faults: BrokerFaults;
  readonly replyLinks: Map<string, Sender>;
}

function openForReceiver({ namespace, faults, replyLinks }: Serving, link: Sender): (() => void) | undefined {
  const address = addressOf(link.source);
  link.set_source({ address });
  link.set_target({ address: addressOf(link.target) });
  if (isRequestNode(address)) {
    replyLinks.set(link.name, link);
    return undefined;
  }
  const queue = namespace.queue(address);
  if (queue) return openReceiver(queue, address, { faults, link });
  link.close({
    condition: 'amqp:not-found',
    description: `The messaging entity '${address}' could not be found.`,
  });
  return undefined;
}

function openForSender(namespace: Namespace, link: Receiver): void {
  const address = addressOf(link.target);
  link.set_source({ address: addressOf(link.source) });
  link.set_target({ address });
  if (!isRequestNode(address) && !namespace.target(address)) {
    link.close({
      condition: 'amqp:not-found',
      description: `The messaging entity '${address}' could not be found.`,
    });
  }
}

/** Every token is accepted: the broker is on the loopback and contains only test data. */
function tokenAccepted(request: Message): Message {
  return {
    correlation_id: request.message_id,
    application_properties: { 'status-code': 202, 'status-description': 'Accepted' },
    body: undefined,
  } as Message;
}

function isRequestNode(address: string): boolean {
  return address === '$cbs' || address.toLowerCase().endsWith('/$management');
}

/** An address may begin with the namespace. */
function addressOf(terminus: { readonly address?: unknown } | undefined): string {
  const address = terminus?.address;
  return (typeof address === 'string' ? address : '').replace(/^amqps?:\/\/[^/]*\/?/, '');
}
