import type { Envelope } from './envelope';

/** An alert of Microsoft Graph that Wazuh's module `ms-graph` has fetched. */
export const wazuhGraph: Envelope = {
  name: 'wazuhGraph',
  open: (message) => {
    const from = message.child('data') ?? message;
    const alert = from.text('integration') === 'ms-graph' ? from.child('ms-graph') : undefined;
    return alert && [alert];
  },
};
