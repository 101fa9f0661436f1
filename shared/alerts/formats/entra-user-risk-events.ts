import type { AlertShape } from '../alert-format';
import { diagnosticCategory, diagnosticRecord } from './entra-diagnostic-record';
import { NO_RISK, riskUser } from './entra-risk';

export const entraUserRiskEvents: AlertShape = {
  name: 'entraUserRiskEvents',
  recognisedBy: diagnosticCategory(['UserRiskEvents']),
  alert: { ...diagnosticRecord, title: ['properties.riskEventType', 'operationName'] },
  quiet: [{ path: 'properties.riskState', is: NO_RISK }],
  accounts: [{ at: 'properties', names: riskUser }],
};
