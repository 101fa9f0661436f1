import type { AmqpError, Connection, Delivery, EventContext, Message, Receiver, Sender } from 'rhea';
import { message as codec, types } from 'rhea';
import { addressOf, CBS, isRequestNode } from './addresses';
import type { BrokerFaults } from './broker-faults';
import type { ConnectionRights, MayUse } from './broker-rights';
import { connectionRights, unauthorized } from './broker-rights';
import { answerAttach, MAX_MESSAGE_BYTES } from './link-attach';
import { manage } from './management-node';
import type { Namespace } from './namespace';
import { openReceiver } from './session-receivers';
import { messagesOfTransfer } from './stored-message';
import { keepEncoded } from './transfers';

/** What all connections share. */
interface Served {
  readonly namespace: Namespace;
  readonly faults: BrokerFaults;
  readonly mayUse: MayUse;
}

interface Serving extends Served {
  readonly rights: ConnectionRights;
  /** The links for answers, by the address that a request names for its answer. */
  readonly replyLinks: Map<string, Sender>;
}

/** A message as it came, and the link that it came over. */
interface Transfer {
  readonly receiver: Receiver;
  readonly delivery: Delivery;
  readonly encoded: Buffer;
  readonly format: number | undefined;
}

/** The error of a disabled entity. */
const DISABLED = { condition: 'com.microsoft:entity-disabled', description: 'The entity is disabled.' };

/** Serves one connection: receivers and senders of entities, and the nodes `$cbs` and `$management`. */
export function serveConnection(served: Served, connection: Connection): void {
  const serving = {
    ...served,
    rights: connectionRights(served.mayUse),
    replyLinks: new Map<string, Sender>(),
  };
  const stops = new Set<() => void>();
  connection.on('disconnected', () => {
    for (const stop of stops) stop();
  });
  connection.on('session_open', ({ session }: EventContext) => {
    if (session) keepEncoded(session);
  });
  connection.on('sender_open', ({ sender }: EventContext) => {
    const stop = sender && openForReceiver(serving, sender);
    if (stop) stops.add(stop);
  });
  connection.on('receiver_open', ({ receiver }: EventContext) => {
    if (receiver) openForSender(serving, receiver);
  });
  connection.on('message', ({ receiver, message, delivery, ...context }: EventContext) => {
    if (!receiver || !Buffer.isBuffer(message) || !delivery) return;
    const { format } = context as { readonly format?: number };
    take(serving, { receiver, encoded: message, format, delivery });
  });
}

/** Takes a message for an entity, or answers a request. */
function take(serving: Serving, transfer: Transfer): void {
  const { namespace, faults, replyLinks } = serving;
  const { receiver, encoded, format, delivery } = transfer;
  if (encoded.length > MAX_MESSAGE_BYTES) return delivery.reject(tooLarge(delivery.id, encoded.length));
  const address = addressOf(receiver.target);
  if (isRequestNode(address)) {
    const request = codec.decode(encoded) as unknown as Message;
    const reply =
      address === CBS ? tokenAccepted(serving, request) : manage(serving, address, { request, encoded });
    replyLinks.get(String(request.reply_to))?.send(reply);
  } else {
    const fault = faults.take('send', address);
    if (fault === 'reject') return delivery.reject(DISABLED);
    for (const message of messagesOfTransfer(encoded, format)) namespace.target(address)?.enqueue(message);
    if (fault === 'withhold') return;
  }
  delivery.accept();
}

/** The answer to what is too large, a request included: a client waits in vain for the reply to that. */
function tooLarge(id: number, size: number): AmqpError {
  const description = `The received message (delivery-id:${String(id)}, size:${String(size)} bytes) exceeds the limit (${String(MAX_MESSAGE_BYTES)} bytes) currently allowed on the link.`;
  return { condition: 'amqp:link:message-size-exceeded', description };
}

/** Opens a link over which a client receives: the messages of an entity, or answers. */
function openForReceiver(serving: Serving, link: Sender): (() => void) | undefined {
  const { namespace, faults, rights, replyLinks } = serving;
  const address = addressOf(link.source);
  if (isRequestNode(address)) {
    answerAttach(link);
    // A client names the answer's address in the target of its link, or takes the name of the link for it.
    for (const replyTo of [link.name, replyAddress(link.target)]) replyLinks.set(replyTo, link);
    return undefined;
  }
  const queue = namespace.queue(address);
  if (queue && !rights.may('Listen', address)) {
    link.close(unauthorized('Listen', address));
    return undefined;
  }
  if (queue) return openReceiver(queue, { faults, link });
  link.close(notFound(address));
  return undefined;
}

/** The address of an answer is not that of an entity, so it is compared as it is. */
function replyAddress(target: { readonly address?: unknown } | null): string {
  return typeof target?.address === 'string' ? target.address : '';
}

function openForSender({ namespace, rights }: Serving, link: Receiver): void {
  const address = addressOf(link.target);
  if (isRequestNode(address)) answerAttach(link);
  else if (!namespace.target(address)) link.close(notFound(address));
  else if (!rights.may('Send', address)) link.close(unauthorized('Send', address));
  else answerAttach(link);
}

function notFound(address: string): AmqpError {
  return {
    condition: 'amqp:not-found',
    description: `The messaging entity '${address}' could not be found.`,
  };
}

/** Every token is accepted: the broker is on the loopback and contains only test data. */
function tokenAccepted({ rights }: Serving, request: Message): Message {
  rights.take(request.body);
  return {
    correlation_id: request.message_id,
    application_properties: { 'status-code': types.wrap_int(202), 'status-description': 'Accepted' },
    body: undefined,
  } as unknown as Message;
}
