extension microsoftGraphV1

metadata name = 'session-revoker: consent'
metadata description = 'Grants the identity of the app the application permissions of Microsoft Graph that it needs. Its deployment needs the role Privileged Role Administrator. grant.ts does the same.'

@description('Required. Object id of the identity of the app: the output IDENTITY_PRINCIPAL_ID of main.bicep.')
param principalId string

@description('Optional. true: the policy names groups, for protection or for approval.')
param policyNamesGroups bool = false

@description('Optional. true: the policy names directory roles, for protection or for approval.')
param policyNamesRoles bool = false

@description('Optional. true: roles that a user may activate (Privileged Identity Management) count as held.')
param seeEligibleRoles bool = false

@description('Optional. true: outcomes distinguish service principals from unknown users.')
param detectServicePrincipals bool = false

@description('Optional. true: outcomes state until when tokens live by the token lifetime policies of the tenant.')
param readTokenLifetimes bool = false

@description('Optional. Steps of a containment whose permissions are granted: disableSignIn, confirmCompromised, identityAccounts, removeAuthenticationMethods, removeConsents, disableDevices.')
param containmentSteps array = []

@description('Optional. Object id of the identity of these steps, where they have one of their own: the output CONTAINMENT_PRINCIPAL_ID of main.bicep. Blank: they are done by the identity of the app.')
param containmentPrincipalId string = ''

// What each needs, as BY_STEP of permissions.ts; a test compares them.
var ofSteps = {
  disableSignIn: ['User.EnableDisableAccount.All', 'User.Read.All']
  confirmCompromised: ['IdentityRiskyUser.ReadWrite.All']
  identityAccounts: [
    'SecurityIdentitiesAccount.Read.All'
    'SecurityIdentitiesActions.ReadWrite.All'
    'User.Read.All'
  ]
  removeAuthenticationMethods: ['UserAuthenticationMethod.ReadWrite.All']
  removeConsents: ['DelegatedPermissionGrant.ReadWrite.All', 'AuditLog.Read.All']
  disableDevices: ['Device.ReadWrite.All']
}

var stepPermissions = flatten(map(containmentSteps, step => ofSteps[step]))
var areStepsOfApp = empty(containmentPrincipalId)

@description('Optional. true: the policy has the key watch, and the app reads the sign-in logs.')
param readSignIns bool = false

@description('Optional. true: confirmed false positives of Defender XDR are restored, and incidents learn nothing.')
param readIncidents bool = false

@description('Optional. true: incidents of Defender XDR learn the outcomes that they caused.')
param writeIncidents bool = false

var ofApp = concat(
  ['User.RevokeSessions.All', 'User.Read.All'],
  policyNamesGroups ? ['GroupMember.Read.All'] : [],
  policyNamesRoles ? ['RoleManagement.Read.Directory'] : [],
  seeEligibleRoles ? ['RoleEligibilitySchedule.Read.Directory'] : [],
  detectServicePrincipals ? ['Application.Read.All'] : [],
  readTokenLifetimes ? ['Policy.Read.All'] : [],
  readSignIns ? ['AuditLog.Read.All'] : [],
  readIncidents ? ['SecurityIncident.Read.All'] : [],
  writeIncidents ? ['SecurityIncident.ReadWrite.All'] : []
)
// Each once.
var permissions = union(ofApp, areStepsOfApp ? stepPermissions : [])

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource grants 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for permission in permissions: {
    principalId: principalId
    resourceId: graph.id
    appRoleId: filter(graph.appRoles, role => role.value == permission)[0].id
  }
]

resource grantsOfSteps 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for permission in (areStepsOfApp ? [] : union(stepPermissions, [])): {
    principalId: containmentPrincipalId
    resourceId: graph.id
    appRoleId: filter(graph.appRoles, role => role.value == permission)[0].id
  }
]
