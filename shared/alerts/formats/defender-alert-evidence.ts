import type { AlertShape } from '../alert-format';

export const ALERT_EVIDENCE = 'AdvancedHunting-AlertEvidence';

/** Evidence of an alert, as Defender XDR streams it (advanced hunting schema, table AlertEvidence). */
export const defenderAlertEvidence: AlertShape = {
  name: 'defenderAlertEvidence',
  recognisedBy: [
    [
      { path: 'category', is: [ALERT_EVIDENCE] },
      { path: 'properties' },
      { path: 'properties.EntityType', isNone: ['Mailbox'] },
    ],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    product: ['properties.ServiceSource'],
    id: ['properties.AlertId'],
    title: ['properties.Title'],
    severity: ['properties.Severity'],
    createdAt: ['properties.Timestamp', 'time'],
  },
  quiet: [{ path: 'properties.Severity', is: ['Informational'] }],
  accounts: [
    {
      at: 'properties',
      only: [{ path: 'EntityType', is: ['User'] }],
      names: {
        id: ['AccountObjectId', 'AdditionalFields.AadUserId'],
        userPrincipalName: ['AccountUpn', 'AdditionalFields.UserPrincipalName'],
        sid: ['AccountSid'],
        name: ['AccountName'],
        domain: ['AccountDomain'],
      },
    },
  ],
};
