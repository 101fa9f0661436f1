import type { AlertShape } from '../alert-format';

/** A security signal, as its webhook posts it; `custom.usr` is who the signal is grouped by. */
export const datadog: AlertShape = {
  name: 'datadog',
  recognisedBy: [[{ path: 'datadog.index', is: ['signal'] }, { path: 'custom.workflow' }]],
  alert: {
    provider: 'Datadog',
    id: ['id'],
    title: ['custom.title'],
    severity: ['custom.triggeringRuleCase.status'],
    createdAt: ['discovery_timestamp'],
  },
  quiet: [
    { path: 'custom.workflow.triage.state', is: ['archived'] },
    { path: 'custom.triggeringRuleCase.status', is: ['info'] },
  ],
  accounts: [{ at: 'custom.usr', names: { id: ['uuid'], userPrincipalName: ['id', 'email'] } }],
};
