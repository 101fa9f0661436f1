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

@description('Optional. true: incidents of Defender XDR learn the outcomes that they caused.')
param writeIncidents bool = false

var permissions = concat(
  ['User.RevokeSessions.All', 'User.Read.All'],
  policyNamesGroups ? ['GroupMember.Read.All'] : [],
  policyNamesRoles ? ['RoleManagement.Read.Directory'] : [],
  seeEligibleRoles ? ['RoleEligibilitySchedule.Read.Directory'] : [],
  detectServicePrincipals ? ['Application.Read.All'] : [],
  readTokenLifetimes ? ['Policy.Read.All'] : [],
  writeIncidents ? ['SecurityIncident.ReadWrite.All'] : []
)

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
