import type { AlertShape } from '../alert-format';
import { NO_RISK, riskUser } from './entra-risk';

/** A risky sign-in or other finding of Entra ID Protection ("riskDetection resource type"). */
export const entraRiskDetection: AlertShape = {
  name: 'entraRiskDetection',
  recognisedBy: [[{ path: 'riskState' }, { path: 'riskEventType' }, { path: 'detectedDateTime' }]],
  alert: {
    provider: 'Entra ID Protection',
    id: ['id'],
    title: ['riskEventType'],
    severity: ['riskLevel'],
    createdAt: ['detectedDateTime', 'activityDateTime'],
  },
  quiet: [{ path: 'riskState', is: NO_RISK }],
  accounts: [{ names: riskUser }],
};
