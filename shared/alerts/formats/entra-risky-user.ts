import type { AlertShape } from '../alert-format';
import { NO_RISK } from './entra-risk';

/** A user at risk ("riskyUser resource type"), whose `id` is the user's own. */
export const entraRiskyUser: AlertShape = {
  name: 'entraRiskyUser',
  recognisedBy: [
    [
      { path: 'riskState' },
      { path: 'riskLastUpdatedDateTime' },
      { path: 'userPrincipalName' },
      // As risky service principals have.
      { lacks: 'appId' },
    ],
  ],
  alert: {
    provider: 'Entra ID Protection',
    id: ['id'],
    title: ['riskDetail'],
    severity: ['riskLevel'],
    createdAt: ['riskLastUpdatedDateTime'],
  },
  quiet: [{ path: 'riskState', is: NO_RISK }],
  accounts: [{ names: { id: ['id'], userPrincipalName: ['userPrincipalName'] } }],
};
