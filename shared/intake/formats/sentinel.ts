import type { AccountsAt, AlertShape } from '../alert-format';

/** Entities of the kind Account ("Microsoft Sentinel entity types reference"); those of mailboxes and mails are not. */
const accountEntity: Omit<AccountsAt, 'at' | 'only'> = {
  names: {
    id: ['properties.aadUserId'],
    userPrincipalName: ['properties.userPrincipalName'],
    sid: ['properties.sid'],
    name: ['properties.accountName', 'properties.name'],
    suffix: ['properties.upnSuffix'],
    domain: ['properties.ntDomain', 'properties.dnsDomain'],
  },
  local: [{ path: 'properties.isDomainJoined', is: ['false'] }],
};

const isAccount = [{ path: 'kind', is: ['account'] }] as const;

/** What a playbook gets that an automation rule starts ("Microsoft Sentinel connector", incident trigger). */
export const sentinelIncidentTrigger: AlertShape = {
  name: 'sentinelIncidentTrigger',
  recognisedBy: [[{ path: 'objectSchemaType', is: ['Incident'] }, { path: 'object' }]],
  alert: {
    provider: 'Microsoft Sentinel',
    id: ['object.name', 'object.id'],
    title: ['object.properties.title'],
    severity: ['object.properties.severity'],
    url: ['object.properties.incidentUrl'],
    createdAt: ['object.properties.createdTimeUtc'],
  },
  quiet: [
    { path: 'object.properties.status', is: ['closed'] },
    { path: 'object.properties.classification', is: ['falsePositive', 'benignPositive'] },
    { path: 'object.properties.severity', is: ['informational'] },
  ],
  accounts: [{ at: 'object.properties.relatedEntities[]', only: isAccount, ...accountEntity }],
};

/** An incident as Azure's API returns it: it holds its owner, and none of its entities. */
export const sentinelIncident: AlertShape = {
  name: 'sentinelIncident',
  recognisedBy: [[{ path: 'type', is: ['Microsoft.SecurityInsights/incidents'] }]],
  alert: {
    provider: 'Microsoft Sentinel',
    id: ['name'],
    title: ['properties.title', 'title'],
    severity: ['properties.severity', 'severity'],
    url: ['properties.incidentUrl', 'incidentUrl'],
    createdAt: ['properties.createdTimeUtc', 'createdTimeUtc'],
  },
  quiet: [
    { path: 'properties.status', is: ['closed'] },
    { path: 'status', is: ['closed'] },
  ],
  accounts: [],
};

/** What a playbook gets that a person starts on an entity. */
export const sentinelEntityTrigger: AlertShape = {
  name: 'sentinelEntityTrigger',
  recognisedBy: [[{ path: 'IncidentArmID' }, { path: 'Entity.properties' }]],
  alert: { provider: 'Microsoft Sentinel', id: ['IncidentArmID'] },
  accounts: [{ at: 'Entity', only: isAccount, ...accountEntity }],
};

/** The entities of an incident, as the API returns them. */
export const sentinelEntities: AlertShape = {
  name: 'sentinelEntities',
  recognisedBy: [[{ path: 'entities[].kind' }, { path: 'entities[].properties' }]],
  alert: { provider: 'Microsoft Sentinel' },
  accounts: [{ at: 'entities[]', only: isAccount, ...accountEntity }],
};

/** An account among the entities of an alert. */
const alertEntity: Omit<AccountsAt, 'at'> = {
  only: [{ path: 'Type', is: ['account'] }],
  names: {
    id: ['AadUserId'],
    userPrincipalName: ['UserPrincipalName'],
    sid: ['Sid'],
    name: ['Name', 'AccountName'],
    suffix: ['UPNSuffix'],
    domain: ['NTDomain', 'DnsDomain'],
  },
  local: [
    { path: 'IsDomainJoined', is: ['false'] },
    { path: 'Host.IsDomainJoined', is: ['false'] },
    { path: 'NTDomain', isSameAs: 'Host.HostName' },
  ],
};

/** The entities of an alert and nothing else, as the column of that name holds them. */
export const sentinelEntityList: AlertShape = {
  name: 'sentinelEntityList',
  recognisedBy: [
    [
      { path: '[].$id' },
      { path: '[].Type', is: ['account', 'host', 'ip', 'file', 'process', 'mailbox', 'mailMessage', 'url'] },
    ],
  ],
  alert: { provider: 'Microsoft Sentinel' },
  accounts: [{ at: '[]', ...alertEntity }],
};

/**
 * An alert of Sentinel, or of Defender for Cloud, which exports the same: as a trigger's, or as a row of the table
 * SecurityAlert, where each column is text.
 */
export const securityAlert: AlertShape = {
  name: 'securityAlert',
  recognisedBy: [
    [{ path: 'SystemAlertId' }, { path: 'AlertDisplayName' }, { path: 'StartTimeUtc' }],
    [{ path: 'SystemAlertId' }, { path: 'AlertName' }, { path: 'VendorName' }],
    [{ path: 'SystemAlertId' }, { path: 'Entities' }],
  ],
  alert: {
    provider: 'Microsoft Sentinel',
    product: ['ProductName', 'ProviderName'],
    id: ['SystemAlertId'],
    title: ['AlertDisplayName', 'AlertName'],
    severity: ['Severity', 'AlertSeverity'],
    url: ['AlertUri', 'AlertLink'],
    createdAt: ['TimeGenerated', 'StartTimeUtc'],
  },
  quiet: [
    { path: 'Status', is: ['Resolved', 'Dismissed', 'Closed'] },
    { path: 'Severity', is: ['Informational'] },
    { path: 'AlertDisplayName', begins: '[SAMPLE ALERT]' },
  ],
  accounts: [{ at: 'Entities[]', ...alertEntity }],
};

/** An alert of Defender for Cloud as Azure's API returns it. */
export const defenderForCloud: AlertShape = {
  name: 'defenderForCloud',
  recognisedBy: [[{ path: 'type', is: ['Microsoft.Security/Locations/alerts'] }]],
  alert: {
    provider: 'Microsoft Defender for Cloud',
    product: ['properties.productName'],
    id: ['properties.systemAlertId', 'name'],
    title: ['properties.alertDisplayName'],
    severity: ['properties.severity'],
    url: ['properties.alertUri'],
    createdAt: ['properties.timeGeneratedUtc'],
  },
  quiet: [
    { path: 'properties.status', is: ['Resolved', 'Dismissed'] },
    { path: 'properties.severity', is: ['Informational'] },
    { path: 'properties.alertDisplayName', begins: '[SAMPLE ALERT]' },
  ],
  accounts: [{ at: 'properties.entities[]', ...alertEntity }],
};
