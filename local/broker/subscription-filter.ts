import type { Message } from 'rhea';
import { sqlCondition } from './sql-filter';
import type { Filter } from './topology';

/** Returns whether a subscription receives a message. */
export function subscriptionFilter(filter: Filter | undefined): (message: Message) => boolean {
  if (!filter) return () => true;
  if ('sql' in filter) {
    const condition = sqlCondition(filter.sql);
    return (message) => condition((name) => propertyOf(message, name)) === true;
  }
  const { correlationId, subject, properties = {} } = filter.correlation;
  return (message) =>
    (correlationId === undefined || message.correlation_id === correlationId) &&
    (subject === undefined || message.subject === subject) &&
    Object.entries(properties).every(([name, value]) => propertyOf(message, name) === value);
}

/** A name that begins with `sys.` is a property of the message, any other an application property; case is ignored. */
function propertyOf(message: Message, name: string): unknown {
  const wanted = name.toLowerCase();
  const system: Record<string, unknown> = {
    'sys.messageid': message.message_id,
    'sys.correlationid': message.correlation_id,
    'sys.label': message.subject,
    'sys.contenttype': message.content_type,
    'sys.to': message.to,
    'sys.replyto': message.reply_to,
  };
  if (wanted.startsWith('sys.')) return system[wanted];
  const properties: Record<string, unknown> = message.application_properties ?? {};
  const found = Object.keys(properties).find((key) => key.toLowerCase() === wanted.replace(/^user\./, ''));
  return found === undefined ? undefined : properties[found];
}
