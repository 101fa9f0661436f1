import type { AlertShape } from '../alert-format';

/** An incident as Azure's API returns it: it approvals its owner, and none of its entities. */
export const sentinelIncident: AlertShape = {
  name: 'sentinelIncident',
  recognisedBy: [[{ path: 'type', is: ['Microsoft.SecurityInsights/incidents'] }]],
  alert: {
    provider: 'Microsoft Sentinel',
    id: ['name'],
    title: ['properties.title', 'title'],
    severity: ['properties.severity', 'severity'],
    url: ['properties.incidentUrl', 'incidentUrl'],
    createdAt: ['properties.createdTimeUtc', 'createdTimeUtc'],
  },
  quiet: [
    { path: 'properties.status', is: ['closed'] },
    { path: 'status', is: ['closed'] },
  ],
  accounts: [],
};
