import type { Message } from 'rhea';
import { sqlCondition } from './sql-filter';
import type { CorrelationFilter, Filter } from './topology';

/** Returns whether a rule's filter matches a message. Throws when an SQL filter does not follow the grammar. */
export function subscriptionFilter(filter: Filter): (message: Message) => boolean {
  if ('sql' in filter) {
    const condition = sqlCondition(filter.sql);
    return (message) => condition((name) => propertyOf(message, name)) === true;
  }
  const { properties = {}, ...system } = filter.correlation;
  const wanted = [
    ...systemNames.map((name) => [`sys.${name}`, system[name]] as const),
    ...Object.entries(properties).map(([name, value]) => [`user.${name}`, value] as const),
  ].filter(([, value]) => value !== undefined);
  return (message) => wanted.every(([name, value]) => propertyOf(message, name) === value);
}

/** The properties of a message that a correlation filter may name. */
export const systemNames = [
  'correlationId',
  'messageId',
  'to',
  'replyTo',
  'subject',
  'sessionId',
  'replyToSessionId',
  'contentType',
] as const satisfies readonly (keyof CorrelationFilter)[];

/** A name that begins with `sys.` is a property of the message, any other an application property; case is ignored. */
function propertyOf(message: Message, name: string): unknown {
  const wanted = name.toLowerCase();
  const system: Record<string, unknown> = {
    'sys.messageid': message.message_id,
    'sys.correlationid': message.correlation_id,
    'sys.label': message.subject,
    'sys.subject': message.subject,
    'sys.contenttype': message.content_type,
    'sys.to': message.to,
    'sys.replyto': message.reply_to,
    'sys.sessionid': message.group_id,
    'sys.replytosessionid': message.reply_to_group_id,
  };
  if (wanted.startsWith('sys.')) return system[wanted];
  const properties: Record<string, unknown> = message.application_properties ?? {};
  const found = Object.keys(properties).find((key) => key.toLowerCase() === wanted.replace(/^user\./, ''));
  return found === undefined ? undefined : properties[found];
}
