import type { AlertShape } from '../alert-format';
import { SIGN_INS, diagnosticCategory, diagnosticRecord } from './entra-diagnostic-record';
import { riskUser } from './entra-risk';

/** Every sign-in is exported; only those at risk ask for something. */
export const entraSignInLogs: AlertShape = {
  name: 'entraSignInLogs',
  recognisedBy: diagnosticCategory(SIGN_INS),
  alert: {
    ...diagnosticRecord,
    title: ['properties.riskDetail'],
    severity: ['properties.riskLevelDuringSignIn'],
  },
  quiet: [{ path: 'properties.riskState', isNone: ['atRisk', 'confirmedCompromised'] }],
  accounts: [{ at: 'properties', names: riskUser }],
};
