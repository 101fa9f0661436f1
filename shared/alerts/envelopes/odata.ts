import type { Envelope } from './envelope';

/** The answer of an OData service: its `value`, and annotations beside it (OData JSON Format 4.01, section 4.5). */
export const odata: Envelope = {
  name: 'odata',
  open: (message) => {
    if (!message.names.includes('value')) return undefined;
    const others = message.names.filter((name) => name !== 'value');
    if (!others.every((key) => key.startsWith('@') || key === 'validationTokens')) return undefined;
    const items = message.child('value')?.items() ?? [];
    return items.length > 0 ? items : undefined;
  },
};
