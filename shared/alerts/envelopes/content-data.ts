import { decodeBase64 } from '../base64';
import { Located } from '../json-node';
import type { Envelope } from './envelope';

/** A message as the Service Bus connector of Logic Apps hands it on: its bytes in base64. */
export const contentData: Envelope = {
  name: 'contentData',
  open: (message) => {
    const data = message.child('ContentData');
    if (typeof data?.value !== 'string' || !message.has('ContentType')) return undefined;
    return [new Located(decodeBase64(data.value), data.path)];
  },
};
