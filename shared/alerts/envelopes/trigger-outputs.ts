import { isObject } from '../../messages/json-object';
import { contentEncodingIn } from '../../messages/content-encoding';
import { contentsOf } from './contents';
import type { Envelope } from './envelope';
import { asAround } from './envelope';

const NAMES = new Set(['headers', 'body', 'statuscode', 'queries', 'relativepathparameters']);

/** The outputs of a trigger or an action of Logic Apps: a body, and the headers that it came with. */
export const triggerOutputs: Envelope = {
  name: 'triggerOutputs',
  own: asAround,
  open: (message, decompress) => {
    if (!message.names.every((name) => NAMES.has(name.toLowerCase()))) return undefined;
    const headers = message.child('headers')?.content;
    const body = message.child('body');
    if (!body || !isObject(headers)) return undefined;
    const encoding = contentEncodingIn(headers);
    return contentsOf((encoding && body.child('$content')) ?? body, { encoding, decompress });
  },
};
