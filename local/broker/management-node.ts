import type { Message } from 'rhea';
import { types } from 'rhea';
import { compact } from '../../shared/core/compact';
import { mapOf, valuesOf } from './amqp-value';
import type { ConnectionRights } from './broker-rights';
import { rightOf, unauthorized } from './broker-rights';
import type { Answer, ManagementRequest } from './management-answer';
import { noSuchEntity } from './management-answer';
import {
  cancelScheduled,
  peek,
  receiveDeferred,
  renewLocks,
  schedule,
  updateDisposition,
} from './message-operations';
import type { MessageQueue } from './message-queue';
import type { Namespace } from './namespace';
import { addRule, enumerateRules, removeRule } from './rule-operations';
import type { SubscriptionRules } from './subscription-rules';

const AMQP_VALUE = 0x77;

/** Answers a request to an entity's `$management` node; `encoded` are its bytes. */
export function manage(
  { namespace, rights }: { readonly namespace: Namespace; readonly rights: ConnectionRights },
  address: string,
  { request, encoded }: { readonly request: Message; readonly encoded: Buffer },
): Message {
  const body = valuesOf(encoded).find(({ value }) => Number(value.descriptor?.value) === AMQP_VALUE)?.value;
  const operation = String(request.application_properties?.['operation']);
  const entity = address.replace(/\/\$management$/i, '');
  const right = rightOf(operation);
  const answer: Answer = rights.may(right, entity)
    ? perform(namespace, entity, { operation, body: mapOf(body) })
    : { status: 401, ...unauthorized(right, entity) };
  return {
    correlation_id: request.message_id,
    application_properties: {
      statusCode: types.wrap_int(answer.status),
      statusDescription: answer.description,
      ...compact({
        errorCondition: answer.condition === undefined ? undefined : types.wrap_symbol(answer.condition),
      }),
    },
    body: answer.body ?? {},
  } as unknown as Message;
}

type QueueOperation = (queue: MessageQueue, request: ManagementRequest) => Answer;
type RuleOperation = (rules: SubscriptionRules, request: ManagementRequest) => Answer;

const queueOperations: Readonly<Record<string, QueueOperation>> = {
  'com.microsoft:renew-lock': renewLocks,
  'com.microsoft:peek-message': peek,
  'com.microsoft:receive-by-sequence-number': receiveDeferred,
  'com.microsoft:update-disposition': updateDisposition,
};
const ruleOperations: Readonly<Record<string, RuleOperation>> = {
  'com.microsoft:add-rule': addRule,
  'com.microsoft:remove-rule': removeRule,
  'com.microsoft:enumerate-rules': enumerateRules,
};

function perform(namespace: Namespace, entity: string, request: ManagementRequest): Answer {
  const { operation } = request;
  if (operation === 'com.microsoft:schedule-message') {
    const target = namespace.target(entity);
    return target ? schedule(target, request) : noSuchEntity(entity);
  }
  if (operation === 'com.microsoft:cancel-scheduled-message') {
    return cancelScheduled(namespace.target(entity), request);
  }
  const onQueue = queueOperations[operation];
  const onRules = ruleOperations[operation];
  const [queue, rules] = [namespace.queue(entity), namespace.rules(entity)];
  if (onQueue) return queue ? onQueue(queue, request) : noSuchEntity(entity);
  if (onRules) return rules ? onRules(rules, request) : noSuchEntity(entity);
  return {
    status: 501,
    description: `This broker does not support ${operation}.`,
    condition: 'amqp:not-implemented',
  };
}
