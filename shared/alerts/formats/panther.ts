import type { AlertShape } from '../alert-format';

/** What Panther's webhook posts; `id` is the rule's ("Custom Webhook destination"). */
export const panther: AlertShape = {
  name: 'panther',
  recognisedBy: [[{ path: 'alertId' }, { path: 'alertContext' }, { path: 'type' }]],
  alert: {
    provider: 'Panther',
    id: ['alertId'],
    title: ['title'],
    severity: ['severity'],
    url: ['link'],
    createdAt: ['createdAt'],
  },
  quiet: [
    { path: 'severity', is: ['INFO'] },
    { path: 'type', is: ['RULE_ERROR', 'SCHEDULED_RULE_ERROR', 'SYSTEM_ERROR'] },
    { path: 'status', is: ['CLOSED', 'RESOLVED'] },
  ],
  accounts: [
    {
      at: 'alertContext',
      names: {
        id: ['userId', 'actor_id'],
        userPrincipalName: ['userPrincipalName', 'actor_user'],
      },
    },
  ],
};
