import { contentEncodingIn } from '../../messages/content-encoding';
import type { JsonNode } from '../json-node';
import { contentsOf } from './contents';
import type { Envelope } from './envelope';
import { asAround } from './envelope';

/** What the Service Bus connectors of Logic Apps write beside the content, in lower case. */
const BESIDE = new Set([
  'contentdata',
  'contenttype',
  'contenttransferencoding',
  'correlationid',
  'deliverycount',
  'enqueuedtimeutc',
  'label',
  'locktoken',
  'messageid',
  'partitionkey',
  'properties',
  'replyto',
  'replytosessionid',
  'scheduledenqueuetimeutc',
  'sequencenumber',
  'sessionid',
  'subject',
  'systemproperties',
  'timetolive',
  'to',
  'userproperties',
]);

/**
 * A message as the Service Bus connectors of Logic Apps hand it on: its bytes in base64, or its content as JSON or as
 * text (the built-in connector).
 */
export const contentData: Envelope = {
  name: 'contentData',
  own: asAround,
  open: (message, decompress) => {
    const data = message.child('ContentData');
    if (!data || !isFromConnector(message)) return undefined;
    const properties = ['Properties', 'UserProperties'].map((name) => message.child(name)?.content);
    const encoding = properties.map(contentEncodingIn).find((found) => found !== undefined);
    return contentsOf(data, { encoding, decompress });
  },
};

function isFromConnector(message: JsonNode): boolean {
  return message.has('ContentType') || message.names.every((name) => BESIDE.has(name.toLowerCase()));
}
