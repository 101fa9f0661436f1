import type { AlertShape } from '../alert-format';

/** A log alert of the older kind, which has no field for users. */
export const azureMonitorLogAlert: AlertShape = {
  name: 'azureMonitorLogAlert',
  recognisedBy: [[{ path: 'schemaId', is: ['Microsoft.Insights/LogAlert'] }]],
  alert: { provider: 'Azure Monitor', title: ['data.AlertRuleName'] },
  accounts: [],
};
