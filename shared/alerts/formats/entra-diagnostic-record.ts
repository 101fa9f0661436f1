import type { Condition } from '../condition';

/** Records that Entra's diagnostic settings export ("Microsoft Entra activity log schemas"). */
export const EXPORTED: Condition = { path: 'resourceId', contains: '/providers/microsoft.aadiam' };

export const SIGN_INS = ['SignInLogs', 'NonInteractiveUserSignInLogs'];

export const RISKS_OF_USERS = ['UserRiskEvents', 'RiskyUsers', ...SIGN_INS];

export function diagnosticCategory(category: readonly string[]): readonly (readonly Condition[])[] {
  return [[EXPORTED, { path: 'category', is: category }]];
}

export const diagnosticRecord = {
  provider: 'Microsoft Entra ID',
  id: ['properties.id', 'correlationId'],
  severity: ['properties.riskLevel'],
  createdAt: ['properties.detectedDateTime', 'properties.createdDateTime', 'time'],
};
