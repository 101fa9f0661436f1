import { types } from 'rhea';
import type { AmqpMap, AmqpValue } from './amqp-value';
import { listOf } from './amqp-value';
import { tokenOfUuid } from './lock-token';

/** A request to an entity's `$management` node: its body is a map. */
export interface ManagementRequest {
  readonly operation: string;
  readonly body: AmqpMap;
}

/** The answer of a management operation ("AMQP 1.0 in Azure Service Bus: request-response-based operations"). */
export interface Answer {
  readonly status: number;
  readonly description: string;
  readonly condition?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export const MESSAGE_LOCK_LOST: Answer = {
  status: 410,
  description: 'The lock is lost.',
  condition: 'com.microsoft:message-lock-lost',
};
export const NO_SUCH_MESSAGE: Answer = {
  status: 404,
  description: 'No such message.',
  condition: 'com.microsoft:message-not-found',
};

/** In the words of Service Bus, by which its SDKs know what is missing. */
export function noSuchEntity(entity: string): Answer {
  return {
    status: 404,
    description: `The messaging entity '${entity}' could not be found.`,
    condition: 'amqp:not-found',
  };
}

export function ok(body: Readonly<Record<string, unknown>> = {}): Answer {
  return { status: 200, description: 'OK', body };
}

/** A value without its AMQP type, as rhea unwraps it. */
export function plain(value: AmqpValue | undefined): unknown {
  return value && (types.unwrap(value) as unknown);
}

export function textOf(value: AmqpValue | undefined): string | undefined {
  const text = plain(value);
  return typeof text === 'string' ? text : undefined;
}

export function numberOf(value: AmqpValue | undefined): number {
  return Number(plain(value));
}

/** The elements of an array: the array has one type for all, so that rhea leaves each within a value of its own. */
export function lockTokensOf({ body }: ManagementRequest): string[] {
  return listOf(body.get('lock-tokens')).map(({ value }) => tokenOfUuid(value as Buffer));
}

export function sequenceNumbersOf({ body }: ManagementRequest): number[] {
  return listOf(body.get('sequence-numbers')).map(({ value }) => Number(value));
}
