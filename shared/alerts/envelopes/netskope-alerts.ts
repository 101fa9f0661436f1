import type { Envelope } from './envelope';
import { listOpener } from './envelope';

/** A page of alerts, as the REST API of Netskope returns it: `result` of version 2, `data` of version 1. */
export const netskopeAlerts: Envelope = {
  name: 'netskopeAlerts',
  open: listOpener(
    ['result', 'data'],
    (one) => one.text('alert') === 'yes' && one.text('alert_type') !== undefined,
  ),
};
