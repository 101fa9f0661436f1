import type { AlertShape } from '../alert-format';
import { alertEntity } from './security-alert-account';

/** An alert of Defender for Cloud as Azure's API returns it. */
export const defenderForCloud: AlertShape = {
  name: 'defenderForCloud',
  recognisedBy: [[{ path: 'type', is: ['Microsoft.Security/Locations/alerts'] }]],
  alert: {
    provider: 'Microsoft Defender for Cloud',
    product: ['properties.productName'],
    id: ['properties.systemAlertId', 'name'],
    title: ['properties.alertDisplayName'],
    severity: ['properties.severity'],
    url: ['properties.alertUri'],
    createdAt: ['properties.timeGeneratedUtc'],
  },
  quiet: [
    { path: 'properties.status', is: ['Resolved', 'Dismissed'] },
    { path: 'properties.severity', is: ['Informational'] },
    { path: 'properties.alertDisplayName', begins: '[SAMPLE ALERT]' },
  ],
  accounts: [{ at: 'properties.entities[]', ...alertEntity }],
};
