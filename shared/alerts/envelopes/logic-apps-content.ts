import { contentsOf } from './contents';
import type { Envelope } from './envelope';
import { asAround } from './envelope';

/** What Logic Apps makes of a body that is not plain JSON: its content type, and its bytes in base64. */
export const logicAppsContent: Envelope = {
  name: 'logicAppsContent',
  own: asAround,
  open: (message) => {
    if (!message.names.every((name) => name === '$content' || name === '$content-type')) return undefined;
    const content = message.child('$content');
    return content && contentsOf(content);
  },
};
