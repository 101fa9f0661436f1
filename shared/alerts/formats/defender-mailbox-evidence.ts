import type { AlertShape } from '../alert-format';
import { ALERT_EVIDENCE, defenderAlertEvidence } from './defender-alert-evidence';

/** Whether the owner of a mailbox is the compromised user, or was only written to, this evidence does not say. */
export const defenderMailboxEvidence: AlertShape = {
  name: 'defenderMailboxEvidence',
  recognisedBy: [
    [
      { path: 'category', is: [ALERT_EVIDENCE] },
      { path: 'properties.EntityType', is: ['Mailbox'] },
    ],
  ],
  alert: defenderAlertEvidence.alert,
  unclear: [{ path: 'properties.EntityType', is: ['Mailbox'] }],
  accounts: [],
};
