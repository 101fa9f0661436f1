import type { AlertShape } from '../alert-format';
import { alertEntity } from './security-alert-account';

/**
 * An alert of Sentinel, or of Defender for Cloud, which exports the same: as a trigger's, or as a row of the table
 * SecurityAlert, where each column is text.
 */
export const securityAlert: AlertShape = {
  name: 'securityAlert',
  recognisedBy: [
    [{ path: 'SystemAlertId' }, { path: 'AlertDisplayName' }, { path: 'StartTimeUtc' }],
    [{ path: 'SystemAlertId' }, { path: 'AlertName' }, { path: 'VendorName' }],
    [{ path: 'SystemAlertId' }, { path: 'Entities' }],
  ],
  alert: {
    provider: 'Microsoft Sentinel',
    product: ['ProductName', 'ProviderName'],
    id: ['SystemAlertId'],
    title: ['AlertDisplayName', 'AlertName'],
    severity: ['Severity', 'AlertSeverity'],
    url: ['AlertUri', 'AlertLink'],
    createdAt: ['TimeGenerated', 'StartTimeUtc'],
  },
  quiet: [
    { path: 'Status', is: ['Resolved', 'Dismissed', 'Closed'] },
    { path: 'Severity', is: ['Informational'] },
    { path: 'AlertDisplayName', begins: '[SAMPLE ALERT]' },
  ],
  accounts: [{ at: 'Entities[]', ...alertEntity }],
};
