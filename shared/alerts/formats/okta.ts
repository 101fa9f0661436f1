import type { AlertShape } from '../alert-format';

/** Events that say of a user that the account is in other hands ("Event Types catalog"). */
const COMPROMISE = [
  'user.account.report_suspicious_activity_by_enduser',
  'security.breached_credential.detected',
  'user.risk.detect',
];

/** An event of Okta's system log. */
export const okta: AlertShape = {
  name: 'okta',
  recognisedBy: [[{ path: 'eventType' }, { path: 'displayMessage' }, { path: 'actor.alternateId' }]],
  alert: {
    provider: 'Okta',
    id: ['uuid'],
    title: ['displayMessage', 'eventType'],
    createdAt: ['published'],
  },
  quiet: [{ path: 'eventType', isNone: COMPROMISE }],
  accounts: [
    {
      at: 'target[]',
      only: [{ path: 'type', is: ['User'] }],
      names: { userPrincipalName: ['alternateId'] },
    },
    {
      // Only here is it the user who acts; elsewhere an administrator or the system does.
      when: [{ path: 'eventType', is: ['user.account.report_suspicious_activity_by_enduser'] }],
      at: 'actor',
      only: [{ path: 'type', is: ['User'] }],
      names: { userPrincipalName: ['alternateId'] },
    },
  ],
};
