import type { EligibleRoleSeed, OtherObject, RoleSeed, UserSeed } from './directory';

export const CONTOSO_TENANT_ID = '6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31';

/** A fictional tenant with an account of every kind that the samples and tests need. */
export const contosoUsers: readonly UserSeed[] = [
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01', userPrincipalName: 'avery@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02', userPrincipalName: 'blake@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a03', userPrincipalName: 'casey@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a04', userPrincipalName: "o'neil@contoso.com" },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a05', userPrincipalName: 'zoë.müller@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a06', userPrincipalName: '$payroll@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a07', userPrincipalName: 'throttled@contoso.com' },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a08',
    userPrincipalName: 'drew_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    userType: 'Guest',
    externalUserState: 'Accepted',
    identities: [
      { signInType: 'federated', issuer: 'ExternalAzureAD', issuerAssignedId: 'drew@fabrikam.com' },
    ],
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a09',
    userPrincipalName: 'emery_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    externalUserState: 'Accepted',
    identities: [
      { signInType: 'federated', issuer: 'ExternalAzureAD', issuerAssignedId: 'emery@fabrikam.com' },
    ],
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a10',
    userPrincipalName: 'customer-17@contoso.com',
    identities: [
      { signInType: 'emailAddress', issuer: 'contoso.com', issuerAssignedId: 'finley@example.com' },
    ],
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a11',
    userPrincipalName: 'gray@contoso.com',
    onPremisesSecurityIdentifier: 'S-1-5-21-1004336348-1177238915-682003330-1107',
    onPremisesSamAccountName: 'gray',
    onPremisesDomainName: 'contoso.com',
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a12',
    userPrincipalName: 'harper@contoso.com',
    onPremisesSamAccountName: 'harper',
    onPremisesDomainName: 'emea.contoso.com',
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a13',
    userPrincipalName: 'harper.two@contoso.com',
    onPremisesSamAccountName: 'harper',
    onPremisesDomainName: 'apac.contoso.com',
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a14',
    userPrincipalName: 'indigo@contoso.com',
    securityIdentifier: 'S-1-12-1-169578350-1326333010-1818050954-345673598',
  },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a15', userPrincipalName: 'break-glass@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a16', userPrincipalName: 'kendall@contoso.com' },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a17',
    userPrincipalName: 'jordan@contoso.com',
    mail: 'jordan.lake@contoso.com',
    proxyAddresses: ['SMTP:jordan.lake@contoso.com', 'smtp:shared@contoso.com', 'SIP:jordan@contoso.com'],
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a18',
    userPrincipalName: 'logan@contoso.com',
    userType: 'Guest',
    proxyAddresses: ['smtp:shared@contoso.com'],
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a19',
    userPrincipalName: '0a1b8f6e3c524f0e8a415d6c7e8f9a19morgan@contoso.com',
    mail: 'morgan.hill@contoso.com',
    deletedDateTime: '2026-11-20T09:30:00Z',
  },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a20',
    userPrincipalName: 'parker@contoso.com',
    onPremisesSecurityIdentifier: 'S-1-5-21-1004336348-1177238915-682003330-1120',
    onPremisesSamAccountName: 'parker',
  },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a21', userPrincipalName: 'quinn@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a22', userPrincipalName: 'soc@contoso.com' },
  {
    id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a23',
    userPrincipalName: 'lead@contoso.com',
    proxyAddresses: ['SMTP:lead@contoso.com', 'smtp:shift.lead@contoso.com'],
    onPremisesSamAccountName: 'lead',
    onPremisesDomainName: 'contoso.com',
  },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a24', userPrincipalName: 'deputy@contoso.com' },
  { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a25', userPrincipalName: 'reese@contoso.com' },
];

/** Users who may make themselves administrators: Global Administrator. */
export const contosoEligibleRoles: readonly EligibleRoleSeed[] = [
  {
    principalId: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a21',
    roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10',
  },
];

/** The administrators of the tenant: Global Administrator ("Microsoft Entra built-in roles"). */
export const contosoRoles: readonly RoleSeed[] = [
  {
    id: '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5b01',
    roleTemplateId: '62e90394-69f5-4237-9190-012177145e10',
    members: ['0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a16'],
  },
];

export const contosoOtherObjects: readonly OtherObject[] = [
  { id: '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5a01', type: 'servicePrincipal' },
];
