import type { AlertShape } from '../alert-format';

/** What the webhook of a saved search posts ("Use a webhook alert action"). */
export const splunkWebhook: AlertShape = {
  name: 'splunkWebhook',
  recognisedBy: [[{ path: 'sid' }, { path: 'results_link' }, { path: 'result' }]],
  alert: {
    provider: 'Splunk',
    id: ['sid'],
    title: ['search_name', 'result.signature'],
    severity: ['result.severity', 'result.urgency'],
    url: ['results_link'],
    createdAt: ['result._time'],
  },
  quiet: [{ path: 'result.severity', is: ['informational'] }],
  accounts: [
    {
      at: 'result',
      names: {
        id: ['user_id', 'userId'],
        userPrincipalName: ['user_principal_name', 'userPrincipalName'],
        name: ['user'],
      },
    },
    // A field with several values.
    { at: 'result.user[]', names: { name: [''] } },
  ],
};
