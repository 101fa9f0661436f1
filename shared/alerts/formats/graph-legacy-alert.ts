import type { AlertShape } from '../alert-format';

/** Graph's older alert ("alert resource type", version 1.0 of the security API). */
export const graphLegacyAlert: AlertShape = {
  name: 'graphLegacyAlert',
  recognisedBy: [[{ path: 'vendorInformation.provider' }, { path: 'userStates' }, { path: 'eventDateTime' }]],
  alert: {
    provider: 'Microsoft Graph Security',
    product: ['vendorInformation.provider'],
    id: ['id'],
    title: ['title'],
    severity: ['severity'],
    createdAt: ['createdDateTime', 'eventDateTime'],
  },
  quiet: [
    { path: 'status', is: ['resolved', 'dismissed'] },
    { path: 'feedback', is: ['falsePositive', 'benignPositive'] },
    { path: 'severity', is: ['informational'] },
  ],
  accounts: [
    {
      at: 'userStates[]',
      except: [{ path: 'emailRole', is: ['sender', 'recipient'] }],
      names: {
        id: ['aadUserId'],
        userPrincipalName: ['userPrincipalName'],
        sid: ['onPremisesSecurityIdentifier'],
        name: ['accountName'],
        domain: ['domainName'],
      },
    },
  ],
};
