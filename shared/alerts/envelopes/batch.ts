import type { Envelope } from './envelope';
import { asOneOfSeveral } from './envelope';

/** A list: each of its items is a message of its own. */
export const batch: Envelope = {
  name: 'batch',
  own: asOneOfSeveral,
  open: (message) => (Array.isArray(message.content) ? message.items() : undefined),
};
