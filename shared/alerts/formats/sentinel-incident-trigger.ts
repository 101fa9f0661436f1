import type { AlertShape } from '../alert-format';
import { accountEntity, isAccount } from './sentinel-account';

/** What a playbook gets that an automation rule starts ("Microsoft Sentinel connector", incident trigger). */
export const sentinelIncidentTrigger: AlertShape = {
  name: 'sentinelIncidentTrigger',
  recognisedBy: [[{ path: 'objectSchemaType', is: ['Incident'] }, { path: 'object' }]],
  alert: {
    provider: 'Microsoft Sentinel',
    id: ['object.name', 'object.id'],
    title: ['object.properties.title'],
    severity: ['object.properties.severity'],
    url: ['object.properties.incidentUrl'],
    createdAt: ['object.properties.createdTimeUtc'],
  },
  quiet: [
    { path: 'object.properties.status', is: ['closed'] },
    { path: 'object.properties.classification', is: ['falsePositive', 'benignPositive'] },
    { path: 'object.properties.severity', is: ['informational'] },
  ],
  accounts: [{ at: 'object.properties.relatedEntities[]', only: isAccount, ...accountEntity }],
};
