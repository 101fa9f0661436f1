import type { AlertShape } from '../alert-format';
import { diagnosticCategory, diagnosticRecord } from './entra-diagnostic-record';
import { NO_RISK } from './entra-risk';

export const entraRiskyUsers: AlertShape = {
  name: 'entraRiskyUsers',
  recognisedBy: diagnosticCategory(['RiskyUsers']),
  alert: {
    ...diagnosticRecord,
    title: ['operationName'],
    createdAt: ['properties.riskLastUpdatedDateTime', 'time'],
  },
  quiet: [{ path: 'properties.riskState', is: NO_RISK }],
  accounts: [{ at: 'properties', names: { id: ['id'], userPrincipalName: ['userPrincipalName'] } }],
};
