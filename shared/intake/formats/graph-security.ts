import type { AccountsAt, AlertShape } from '../alert-format';

/** What of a user's evidence says that the user is not the one to be locked out ("userEvidence resource type"). */
const evidence: Omit<AccountsAt, 'at'> = {
  only: [{ path: '@odata.type|at_sign_odata_type', is: ['#microsoft.graph.security.userEvidence'] }],
  except: [
    { path: 'verdict', is: ['noThreatsFound'] },
    { path: 'roles[]', is: ['contextual'] },
  ],
  names: {
    id: ['userAccount.azureAdUserId'],
    userPrincipalName: ['userAccount.userPrincipalName'],
    sid: ['userAccount.userSid'],
    name: ['userAccount.accountName'],
    domain: ['userAccount.domainName'],
  },
};

const CLASSIFIED_AS_BENIGN = ['falsePositive', 'informationalExpectedActivity'];

/** Graph's alert of all Defender products ("alert resource type", namespace microsoft.graph.security). */
export const graphAlert: AlertShape = {
  name: 'graphAlert',
  recognisedBy: [
    [{ path: '@odata.type', is: ['#microsoft.graph.security.alert'] }, { path: 'id' }],
    // As others hand it on, without its annotations.
    [{ path: 'serviceSource' }, { path: 'createdDateTime' }, { path: 'lastUpdateDateTime' }, { path: 'id' }],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    product: ['productName'],
    id: ['id'],
    title: ['title', 'displayName'],
    severity: ['severity'],
    url: ['alertWebUrl'],
    createdAt: ['createdDateTime'],
  },
  quiet: [
    { path: 'status', is: ['resolved'] },
    { path: 'classification', is: CLASSIFIED_AS_BENIGN },
    { path: 'severity', is: ['informational'] },
    { path: 'title', begins: 'Email reported by user' },
  ],
  accounts: [{ at: 'evidence[]', ...evidence }],
};

/** Graph's incident, with its alerts if it was asked for with them ("incident resource type"). */
export const graphIncident: AlertShape = {
  name: 'graphIncident',
  recognisedBy: [
    [{ path: '@odata.type', is: ['#microsoft.graph.security.incident'] }],
    [{ path: 'incidentWebUrl' }, { path: 'displayName' }, { path: 'status' }, { lacks: 'serviceSource' }],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    id: ['id'],
    title: ['displayName'],
    severity: ['severity'],
    url: ['incidentWebUrl'],
    createdAt: ['createdDateTime'],
  },
  quiet: [
    { path: 'status', is: ['resolved', 'redirected'] },
    { path: 'classification', is: CLASSIFIED_AS_BENIGN },
    { path: 'severity', is: ['informational'] },
  ],
  accounts: [
    {
      at: 'alerts[]',
      unless: [
        { path: 'status', is: ['resolved'] },
        { path: 'classification', is: CLASSIFIED_AS_BENIGN },
      ],
      below: 'evidence[]',
      ...evidence,
    },
  ],
};

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

/** Notice that something has changed; it bears ids only ("Set up notifications for changes in resource data"). */
export const graphChangeNotification: AlertShape = {
  name: 'graphChangeNotification',
  recognisedBy: [[{ path: 'subscriptionId' }, { path: 'changeType' }, { path: 'resource' }]],
  alert: { provider: 'Microsoft Graph', id: ['resourceData.id'] },
  quiet: [
    { path: 'changeType', begins: 'Validation:' },
    // Whatever changes in a user is no alert.
    { path: 'resource', begins: 'users' },
  ],
  unclear: [{ path: 'resource' }],
  accounts: [],
};
