import { contentsOf } from './contents';
import type { Envelope } from './envelope';
import { REQUEST_EVENT } from './envelope';

/** CloudEvents 1.0 in structured JSON ("JSON Event Format for CloudEvents"), its data as JSON, text, or base64. */
export const cloudEvents: Envelope = {
  name: 'cloudEvents',
  own: (around, message) => (message.text('type') === REQUEST_EVENT ? around : 'none'),
  open: (message) => {
    if (message.text('specversion') !== '1.0' || !message.has('type', 'source', 'id')) return undefined;
    const encoded = message.child('data_base64');
    if (typeof encoded?.content === 'string') return contentsOf(encoded);
    const data = message.child('data');
    return data && [data];
  },
};
