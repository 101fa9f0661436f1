import { decodeBase64 } from '../base64';
import { JsonNode } from '../json-node';
import type { Envelope } from './envelope';

/** CloudEvents 1.0 in structured JSON ("JSON Event Format for CloudEvents"), its data as JSON, text, or base64. */
export const cloudEvents: Envelope = {
  name: 'cloudEvents',
  open: (message) => {
    if (message.text('specversion') !== '1.0' || !message.has('type', 'source', 'id')) return undefined;
    const encoded = message.child('data_base64');
    if (typeof encoded?.value === 'string') {
      return [new JsonNode(decodeBase64(encoded.value), encoded.path)];
    }
    const data = message.child('data');
    return data && [data];
  },
};
