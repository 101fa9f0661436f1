import type { AlertShape } from '../alert-format';

/** An alert of Elastic Security, nested or flat ("Alert schema", fields of ECS). */
export const elastic: AlertShape = {
  name: 'elastic',
  recognisedBy: [[{ path: 'kibana.alert.uuid' }]],
  alert: {
    provider: 'Elastic Security',
    id: ['kibana.alert.uuid'],
    title: ['kibana.alert.rule.name'],
    severity: ['kibana.alert.severity'],
    url: ['kibana.alert.url'],
    createdAt: ['kibana.alert.start', '@timestamp'],
  },
  quiet: [
    { path: 'kibana.alert.workflow_status', is: ['closed'] },
    { path: 'kibana.alert.status', is: ['recovered', 'untracked'] },
    { path: 'kibana.alert.building_block_type' },
  ],
  accounts: [
    {
      local: [
        { path: 'user.domain', isSameAs: 'host.name' },
        { path: 'user.domain', isSameAs: 'host.hostname' },
      ],
      names: {
        id: ['azure.signinlogs.properties.user_id', 'user.id'],
        userPrincipalName: ['azure.signinlogs.properties.user_principal_name', 'user.email'],
        sid: ['user.id'],
        name: ['user.name'],
        domain: ['user.domain'],
      },
    },
  ],
};
