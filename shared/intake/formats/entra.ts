import type { Condition } from '../condition';
import type { AlertShape } from '../alert-format';

/** Risk that is over, or was none ("riskState values"). */
const NO_RISK = ['none', 'confirmedSafe', 'remediated', 'dismissed', 'unknownFutureValue'];
const user = { id: ['userId'], userPrincipalName: ['userPrincipalName'] };

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
  accounts: [{ names: user }],
};

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

/** Records that Entra's diagnostic settings export ("Microsoft Entra activity log schemas"). */
const EXPORTED: Condition = { path: 'resourceId', contains: '/providers/microsoft.aadiam' };
const SIGN_INS = ['SignInLogs', 'NonInteractiveUserSignInLogs'];
const RISKS_OF_USERS = ['UserRiskEvents', 'RiskyUsers', ...SIGN_INS];

function diagnosticCategory(category: readonly string[]): readonly (readonly Condition[])[] {
  return [[EXPORTED, { path: 'category', is: category }]];
}

const record = {
  provider: 'Microsoft Entra ID',
  id: ['properties.id', 'correlationId'],
  severity: ['properties.riskLevel'],
  createdAt: ['properties.detectedDateTime', 'properties.createdDateTime', 'time'],
};

export const entraUserRiskEvents: AlertShape = {
  name: 'entraUserRiskEvents',
  recognisedBy: diagnosticCategory(['UserRiskEvents']),
  alert: { ...record, title: ['properties.riskEventType', 'operationName'] },
  quiet: [{ path: 'properties.riskState', is: NO_RISK }],
  accounts: [{ at: 'properties', names: user }],
};

export const entraRiskyUsers: AlertShape = {
  name: 'entraRiskyUsers',
  recognisedBy: diagnosticCategory(['RiskyUsers']),
  alert: { ...record, title: ['operationName'], createdAt: ['properties.riskLastUpdatedDateTime', 'time'] },
  quiet: [{ path: 'properties.riskState', is: NO_RISK }],
  accounts: [{ at: 'properties', names: { id: ['id'], userPrincipalName: ['userPrincipalName'] } }],
};

/** Every sign-in is exported; only those at risk ask for something. */
export const entraSignInLogs: AlertShape = {
  name: 'entraSignInLogs',
  recognisedBy: diagnosticCategory(SIGN_INS),
  alert: { ...record, title: ['properties.riskDetail'], severity: ['properties.riskLevelDuringSignIn'] },
  quiet: [{ path: 'properties.riskState', isNone: ['atRisk', 'confirmedCompromised'] }],
  accounts: [{ at: 'properties', names: user }],
};

/**
 * Records of what was done, and of risk to what is no user. Our own revocations are among them: acting on them would
 * never end.
 */
export const entraOtherLogs: AlertShape = {
  name: 'entraOtherLogs',
  recognisedBy: [[EXPORTED, { path: 'category' }, { path: 'category', isNone: RISKS_OF_USERS }]],
  alert: { ...record, title: ['operationName'] },
  quiet: [{ path: 'category', isNone: RISKS_OF_USERS }],
  accounts: [],
};
