import type { AlertShape } from '../alert-format';
import { alertEntity } from './security-alert-account';

/** The entities of an alert and nothing else, as the column of that name approvals them. */
export const sentinelEntityList: AlertShape = {
  name: 'sentinelEntityList',
  recognisedBy: [
    [
      { path: '[].$id' },
      { path: '[].Type', is: ['account', 'host', 'ip', 'file', 'process', 'mailbox', 'mailMessage', 'url'] },
    ],
  ],
  alert: { provider: 'Microsoft Sentinel' },
  accounts: [{ at: '[]', ...alertEntity }],
};
