import type { Envelope } from './envelope';

/** A page of alerts, as the REST API of Netskope returns it: `result` of version 2, `data` of version 1. */
export const netskopeAlerts: Envelope = {
  name: 'netskopeAlerts',
  open: (message) => {
    const items = ['result', 'data'].map((name) => message.select(`${name}[]`));
    return items.find(
      (alerts) =>
        alerts.length > 0 &&
        alerts.every((one) => one.text('alert') === 'yes' && one.text('alert_type') !== undefined),
    );
  },
};
