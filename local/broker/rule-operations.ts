import { types } from 'rhea';
import type { AmqpMap, AmqpValue } from './amqp-value';
import { described, isNull, mapOf } from './amqp-value';
import type { Answer, ManagementRequest } from './management-answer';
import { noSuchEntity, numberOf, ok, plain, textOf } from './management-answer';
import { systemNames } from './subscription-filter';
import type { Rule, SubscriptionRules } from './subscription-rules';
import type { CorrelationFilter, Filter } from './topology';

/** The descriptors of a rule's parts; those of filters have one digit less ("request-response-based operations"). */
const RULE_DESCRIPTION = 0x0000013700000004;
const EMPTY_ACTION = 0x0000013700000005;
const SQL_FILTER = 0x000001370000006;
const TRUE_FILTER = 0x000001370000007;
const FALSE_FILTER = 0x000001370000008;
const CORRELATION_FILTER = 0x000001370000009;

export function addRule(rules: SubscriptionRules, { body }: ManagementRequest): Answer {
  const name = textOf(body.get('rule-name')) ?? '';
  const description = mapOf(body.get('rule-description'));
  if (!isNull(mapOf(description.get('sql-rule-action')).get('expression'))) {
    return {
      status: 501,
      description: 'This broker does not support the actions of rules.',
      condition: 'amqp:not-implemented',
    };
  }
  try {
    if (rules.add(name, filterOf(description))) return ok();
  } catch (error) {
    return { status: 400, description: String(error), condition: 'com.microsoft:argument-error' };
  }
  return {
    status: 409,
    description: `There is a rule ${name}.`,
    condition: 'com.microsoft:entity-already-exists',
  };
}

export function removeRule(rules: SubscriptionRules, { body }: ManagementRequest): Answer {
  const name = textOf(body.get('rule-name')) ?? '';
  return rules.remove(name) ? ok() : noSuchEntity(name);
}

export function enumerateRules(rules: SubscriptionRules, { body }: ManagementRequest): Answer {
  const skip = numberOf(body.get('skip')) || 0;
  const found = rules.all().slice(skip, skip + numberOf(body.get('top')));
  if (found.length === 0) return { status: 204, description: 'No rule.' };
  return ok({ rules: found.map((rule) => ({ 'rule-description': ruleDescription(rule) })) });
}

/** The keys of a correlation filter in a request, in the order of the fields in an answer. */
const correlationKeys: Readonly<Record<(typeof systemNames)[number], string>> = {
  correlationId: 'correlation-id',
  messageId: 'message-id',
  to: 'to',
  replyTo: 'reply-to',
  subject: 'label',
  sessionId: 'session-id',
  replyToSessionId: 'reply-to-session-id',
  contentType: 'content-type',
};

function filterOf(description: AmqpMap): Filter {
  const sql = description.get('sql-filter');
  if (!isNull(sql)) return { sql: textOf(mapOf(sql).get('expression')) ?? '' };
  const correlation = mapOf(description.get('correlation-filter'));
  const system = systemNames.flatMap((name) => {
    const text = textOf(correlation.get(correlationKeys[name]));
    return text === undefined ? [] : [[name, text] as const];
  });
  const properties = [...mapOf(correlation.get('properties'))].map(([name, value]) => [name, plain(value)]);
  return {
    correlation: {
      ...(Object.fromEntries(system) as CorrelationFilter),
      properties: Object.fromEntries(properties) as Record<string, unknown>,
    },
  };
}

function ruleDescription({ name, filter, createdAt }: Rule): AmqpValue {
  return described(
    RULE_DESCRIPTION,
    types.wrap_list([
      describedFilter(filter),
      described(EMPTY_ACTION, types.wrap_list([])),
      types.wrap_string(name),
      types.wrap_timestamp(createdAt),
    ]),
  );
}

function describedFilter(filter: Filter): AmqpValue {
  if ('sql' in filter) {
    if (filter.sql === '1=1') return described(TRUE_FILTER, types.wrap_list([]));
    if (filter.sql === '1=0') return described(FALSE_FILTER, types.wrap_list([]));
    return described(SQL_FILTER, types.wrap_list([filter.sql]));
  }
  const { properties = {}, ...system } = filter.correlation;
  const fields = systemNames.map((name) => system[name]);
  return described(CORRELATION_FILTER, types.wrap_list([...fields, types.wrap_map(properties)]));
}
