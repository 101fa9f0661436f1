import type { Message } from 'rhea';
import { types } from 'rhea';
import { compact } from '../../shared/core/compact';
import { tokenOfUuid } from './lock-token';
import type { MessageQueue } from './message-queue';
import type { Namespace } from './namespace';
import { decode, deliverable, encode } from './wire-message';

/** The answer of a management operation ("AMQP 1.0 in Azure Service Bus: request-response-based operations"). */
interface Answer {
  readonly status: number;
  readonly description: string;
  readonly condition?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const LONG_ARRAY = 0x81;
const TIMESTAMP_ARRAY = 0x83;

/** Answers a request to an entity's `$management` node. */
export function manage(namespace: Namespace, address: string, request: Message): Message {
  const answer = perform(namespace, address.replace(/\/\$management$/i, ''), request);
  return {
    correlation_id: request.message_id,
    application_properties: {
      statusCode: answer.status,
      statusDescription: answer.description,
      ...compact({ errorCondition: answer.condition }),
    },
    body: answer.body ?? {},
  } as Message;
}

function perform(namespace: Namespace, address: string, request: Message): Answer {
  const operation = String(request.application_properties?.['operation']);
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const queue = namespace.queue(address);
  switch (operation) {
    case 'com.microsoft:renew-lock':
      return renewLocks(queue, body);
    case 'com.microsoft:peek-message':
      return peek(queue, body);
    case 'com.microsoft:schedule-message':
      return schedule(namespace, address, body);
    case 'com.microsoft:cancel-scheduled-message':
      return cancelScheduled(namespace, address, body);
    default:
      return {
        status: 501,
        description: `This broker does not support ${operation}.`,
        condition: 'amqp:not-implemented',
      };
  }
}

function renewLocks(queue: MessageQueue | undefined, body: Readonly<Record<string, unknown>>): Answer {
  const tokens = (body['lock-tokens'] as readonly Buffer[]).map(tokenOfUuid);
  const expirations = tokens.map((token) => queue?.renew(token));
  if (expirations.includes(undefined)) {
    return { status: 410, description: 'The lock is lost.', condition: 'com.microsoft:message-lock-lost' };
  }
  return ok({ expirations: types.wrap_array(expirations, TIMESTAMP_ARRAY, undefined) });
}

function peek(queue: MessageQueue | undefined, body: Readonly<Record<string, unknown>>): Answer {
  const found = queue?.peek(Number(body['from-sequence-number']), Number(body['message-count'])) ?? [];
  if (found.length === 0) return { status: 204, description: 'No message.' };
  return ok({ messages: found.map((queued) => ({ message: encode(deliverable(queued)) })) });
}

function schedule(namespace: Namespace, address: string, body: Readonly<Record<string, unknown>>): Answer {
  const target = namespace.target(address);
  if (!target) return { status: 404, description: 'No such entity.', condition: 'amqp:not-found' };
  const entries = body['messages'] as readonly { readonly message: Buffer }[];
  const numbers = entries.map(({ message }) => target.enqueue(decode(message)));
  return ok({ 'sequence-numbers': types.wrap_array(numbers, LONG_ARRAY, undefined) });
}

function cancelScheduled(
  namespace: Namespace,
  address: string,
  body: Readonly<Record<string, unknown>>,
): Answer {
  const numbers = (body['sequence-numbers'] as readonly unknown[]).map(Number);
  const target = namespace.target(address);
  return numbers.every((number) => target?.cancelScheduled(number))
    ? ok({})
    : { status: 404, description: 'No such message.', condition: 'com.microsoft:message-not-found' };
}

function ok(body: Readonly<Record<string, unknown>>): Answer {
  return { status: 200, description: 'OK', body };
}
