import type { AlertShape } from '../alert-format';

const ALERT_EVIDENCE = 'AdvancedHunting-AlertEvidence';
const BENIGN = ['falsePositive', 'informationalExpectedActivity', 'benignPositive'];

/** Evidence of an alert, as Defender XDR streams it (advanced hunting schema, table AlertEvidence). */
export const defenderAlertEvidence: AlertShape = {
  name: 'defenderAlertEvidence',
  recognisedBy: [
    [
      { path: 'category', is: [ALERT_EVIDENCE] },
      { path: 'properties' },
      { path: 'properties.EntityType', isNone: ['Mailbox'] },
    ],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    product: ['properties.ServiceSource'],
    id: ['properties.AlertId'],
    title: ['properties.Title'],
    severity: ['properties.Severity'],
    createdAt: ['properties.Timestamp', 'time'],
  },
  quiet: [{ path: 'properties.Severity', is: ['Informational'] }],
  accounts: [
    {
      at: 'properties',
      only: [{ path: 'EntityType', is: ['User'] }],
      names: {
        id: ['AccountObjectId', 'AdditionalFields.AadUserId'],
        userPrincipalName: ['AccountUpn', 'AdditionalFields.UserPrincipalName'],
        sid: ['AccountSid'],
        name: ['AccountName'],
        domain: ['AccountDomain'],
      },
    },
  ],
};

/** Whether the owner of a mailbox is the compromised user, or was only written to, this evidence does not say. */
export const defenderMailboxEvidence: AlertShape = {
  name: 'defenderMailboxEvidence',
  recognisedBy: [
    [
      { path: 'category', is: [ALERT_EVIDENCE] },
      { path: 'properties.EntityType', is: ['Mailbox'] },
    ],
  ],
  alert: defenderAlertEvidence.alert,
  unclear: [{ path: 'properties.EntityType', is: ['Mailbox'] }],
  accounts: [],
};

/** Everything else that is streamed is inventory and events, with a user in each: no alert asks for them. */
export const defenderOtherTables: AlertShape = {
  name: 'defenderOtherTables',
  recognisedBy: [
    [
      { path: 'category', begins: 'AdvancedHunting-' },
      { path: 'category', isNone: [ALERT_EVIDENCE] },
      { path: 'properties' },
    ],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    id: ['properties.AlertId'],
    title: ['properties.Title'],
    severity: ['properties.Severity'],
  },
  quiet: [{ path: 'category' }],
  accounts: [],
};

/** An incident of the older API of Defender XDR ("List incidents API"). */
export const defenderIncident: AlertShape = {
  name: 'defenderIncident',
  recognisedBy: [[{ path: 'incidentId' }, { path: 'incidentName' }, { path: 'alerts' }]],
  alert: {
    provider: 'Microsoft Defender XDR',
    id: ['incidentId'],
    title: ['incidentName'],
    severity: ['severity'],
    url: ['incidentUri'],
    createdAt: ['createdTime'],
  },
  quiet: [
    { path: 'status', is: ['Resolved', 'Redirected'] },
    { path: 'classification', is: BENIGN },
    { path: 'severity', is: ['Informational'] },
  ],
  accounts: [
    {
      at: 'alerts[]',
      unless: [
        { path: 'status', is: ['Resolved'] },
        { path: 'classification', is: BENIGN },
      ],
      below: 'entities[]',
      only: [{ path: 'entityType', is: ['User'] }],
      names: {
        id: ['aadUserId'],
        userPrincipalName: ['userPrincipalName'],
        sid: ['userSid'],
        name: ['accountName'],
        domain: ['domainName'],
      },
    },
  ],
};

/** An alert of the API of Defender for Endpoint ("Alert resource type"). */
export const defenderForEndpoint: AlertShape = {
  name: 'defenderForEndpoint',
  recognisedBy: [[{ path: 'alertCreationTime' }, { path: 'machineId' }, { path: 'title' }]],
  alert: {
    provider: 'Microsoft Defender for Endpoint',
    id: ['id'],
    title: ['title'],
    severity: ['severity'],
    createdAt: ['alertCreationTime'],
  },
  quiet: [
    { path: 'status', is: ['Resolved'] },
    { path: 'classification', is: BENIGN },
    { path: 'severity', is: ['Informational'] },
  ],
  accounts: [
    {
      at: 'evidence[]',
      only: [{ path: 'entityType', is: ['User'] }],
      names: {
        id: ['aadUserId'],
        userPrincipalName: ['userPrincipalName'],
        sid: ['userSid'],
        name: ['accountName'],
        domain: ['domainName'],
      },
    },
    { at: 'relatedUser', names: { name: ['userName'], domain: ['domainName'] } },
  ],
};

/** An alert of Microsoft Purview or Defender for Office 365 ("Office 365 Management Activity API schema", record type 40). */
export const office365Alert: AlertShape = {
  name: 'office365Alert',
  recognisedBy: [[{ path: 'RecordType', is: ['40'] }, { path: 'AlertId' }, { path: 'Operation' }]],
  alert: {
    provider: 'Office 365',
    product: ['Source'],
    id: ['AlertId'],
    title: ['Name'],
    severity: ['Severity'],
    createdAt: ['CreationTime'],
  },
  quiet: [
    { path: 'Status', is: ['Resolved', 'Dismissed', 'Investigating'] },
    { path: 'Severity', is: ['Informational'] },
    // Who reports a message has done well.
    { path: 'Data.op', is: ['UserSubmission'] },
    { path: 'Name', begins: 'Email reported by user' },
  ],
  accounts: [
    { at: 'Data', only: [{ path: 'etype', is: ['User'] }], names: { userPrincipalName: ['eid'] } },
    // Of other entities, mails say, it is who received them.
    { at: 'Data', only: [{ lacks: 'etype' }], names: { userPrincipalName: ['f3u'] } },
  ],
};
