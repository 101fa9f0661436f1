import { decodeBase64 } from '../base64';
import { JsonNode } from '../json-node';
import type { Envelope } from './envelope';

/** A message as the Service Bus connector of Logic Apps hands it on: its bytes in base64. */
export const contentData: Envelope = {
  name: 'contentData',
  open: (message) => {
    const data = message.child('ContentData');
    if (typeof data?.value !== 'string' || !message.has('ContentType')) return undefined;
    return [new JsonNode(decodeBase64(data.value), data.path)];
  },
};
