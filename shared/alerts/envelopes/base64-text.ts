import { contentsOf } from './contents';
import type { Envelope } from './envelope';
import { asAround } from './envelope';

/** A message in text that is not JSON itself: base64, or lines of JSON. */
export const base64Text: Envelope = {
  name: 'base64Text',
  own: asAround,
  open: (message) => {
    const contents = contentsOf(message);
    return contents.every(({ value }) => value !== message.value) ? contents : undefined;
  },
};
