import type { Envelope } from './envelope';

/** A document as a search of Elasticsearch or OpenSearch returns it. */
export const searchHit: Envelope = {
  name: 'searchHit',
  open: (message) => {
    const source = message.has('_index') ? message.child('_source') : undefined;
    return source && [source];
  },
};
