extension microsoftGraphV1

metadata name = 'session-revoker: registration of the HTTP API'
metadata description = 'Registers the application whose access tokens the HTTP API of the app accepts, with its roles, and gives roles to people, groups and applications. Its deployment needs the role Cloud Application Administrator. register.ts does the same.'

@description('Optional. Name of the application, as people see it when they sign in.')
param displayName string = 'session-revoker'

@description('Optional. Object ids of groups, people and service principals that may read outcomes, histories and what waits for approval.')
param readerIds array = []

@description('Optional. Object ids of groups, people and service principals that may ask for sign-outs.')
param requesterIds array = []

@description('Optional. Object ids of groups and people who may decide on what waits for approval.')
param approverIds array = []

@description('Optional. Object ids of groups and people who may operate the app.')
param operatorIds array = []

@description('Optional. The address of the console, which ends in `/api/console`: people who sign in are sent back there. Blank: no page.')
param consoleUrl string = ''

@description('Optional. Application id of another registration by which people sign in to the console; it gets the redirect URI by register.js. Blank: this one.')
param consoleClientId string = ''

// Tokens of people are issued to these without a consent: the Azure CLI, Azure PowerShell, and another registration of the console.
var clients = concat(
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', '1950a258-227b-4e31-a9cf-717495945fc2'],
  empty(consoleClientId) ? [] : [consoleClientId]
)

var roles = [
  {
    value: 'Revocation.Read'
    description: 'Reads outcomes, histories and what waits for approval, and previews.'
    types: ['User', 'Application']
    holders: readerIds
  }
  {
    value: 'Revocation.Request'
    description: 'Asks for sign-outs, and reads what becomes of them.'
    types: ['User', 'Application']
    holders: requesterIds
  }
  { value: 'Revocation.Approve', description: 'Decides on what waits for approval.', types: ['User'], holders: approverIds }
  { value: 'Revocation.Operate', description: 'Operates the app.', types: ['User'], holders: operatorIds }
]

var assignments = flatten(map(
  roles,
  role => map(role.holders, holder => { id: guid('session-revoker', role.value), holder: holder })
))

var scopeId = guid('session-revoker', 'access')

resource registration 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'session-revoker-api'
  displayName: displayName
  signInAudience: 'AzureADMyOrg'
  appRoles: [
    for role in roles: {
      id: guid('session-revoker', role.value)
      value: role.value
      displayName: role.value
      description: role.description
      allowedMemberTypes: role.types
      isEnabled: true
    }
  ]
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: scopeId
        value: 'access'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Call session-revoker'
        adminConsentDescription: 'Calls session-revoker in the name of the person who signed in, within their roles.'
        userConsentDisplayName: 'Call session-revoker'
        userConsentDescription: 'Calls session-revoker in your name, within your roles.'
      }
    ]
    preAuthorizedApplications: [for client in clients: { appId: client, delegatedPermissionIds: [scopeId] }]
  }
  spa: {
    redirectUris: empty(consoleUrl) || !empty(consoleClientId) ? [] : [consoleUrl]
  }
  optionalClaims: {
    accessToken: [{ name: 'auth_time', essential: false }]
  }
}

resource enterpriseApplication 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: registration.appId
  // Somebody without a role gets no token at all.
  appRoleAssignmentRequired: true
}

resource given 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for assignment in assignments: {
    principalId: assignment.holder
    resourceId: enterpriseApplication.id
    appRoleId: assignment.id
  }
]

@description('The value of API_AUDIENCE.')
output apiAudience string = registration.appId

@description('The value of API_CONSOLE_CLIENT_ID.')
output consoleClientId string = empty(consoleClientId) ? registration.appId : consoleClientId
