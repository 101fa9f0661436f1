import { message as codec } from 'rhea';
import type { AmqpMap, AmqpValue } from './amqp-value';
import { isNull, listOf, mapOf } from './amqp-value';

/** A receiver's outcome as rhea keeps it: its fields still have their AMQP types. */
export interface RemoteOutcome {
  readonly value: readonly (AmqpValue | undefined)[];
  readonly undeliverable_here?: boolean;
}

/** The outcomes that rhea can encode, which its types do not declare. */
interface Outcomes {
  readonly accepted: () => { readonly described: () => unknown };
  readonly rejected: (fields: {
    readonly error: { readonly condition: string; readonly description: string };
  }) => {
    readonly described: () => unknown;
  };
}

/** The properties that a `modified` outcome changes. */
export function modifiedProperties({ value }: RemoteOutcome): AmqpMap {
  return mapOf(value[2]);
}

/** The properties that a `rejected` outcome changes: the reason, its description, and others. */
export function rejectedProperties({ value }: RemoteOutcome): AmqpMap {
  const [, , info] = listOf(value[0]);
  return new Map([...mapOf(info)].filter(([, property]) => !isNull(property)));
}

/** The broker's answer to a settlement. */
export function settlementAnswer(done: boolean): never {
  const outcomes = codec as unknown as Outcomes;
  const error = { condition: 'com.microsoft:message-lock-lost', description: 'The lock is lost.' };
  return (done ? outcomes.accepted() : outcomes.rejected({ error })).described() as never;
}
