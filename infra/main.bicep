targetScope = 'subscription'

metadata name = 'session-revoker'
metadata description = 'Locks compromised Microsoft 365 accounts out, automatically. There are no keys: the app uses one managed identity for every connection.'

@description('Required. Name of the environment; part of every name, and the tag by which azd finds its resources.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Required. Region of all resources. It must offer Flex Consumption.')
param location string

@description('Optional. The home tenant: that of the app\'s identity, whose users are signed out.')
param connectedTenantId string = tenant().tenantId

@description('Optional. The cloud of that tenant.')
@allowed(['global', 'usGov', 'usGovDod', 'china'])
param cloud string = 'global'

@description('Optional. Root of Microsoft Graph; blank: that of the cloud.')
param graphEndpoint string = ''

@description('Optional. Origin of the admin host of SharePoint Online (https://NAME-admin.sharepoint.com), which turns the method sharePoint on, with an identity of its own. Blank: off.')
param sharePointAdminUrl string = ''

@description('Optional. true: the steps of a containment have an identity of their own, which also needs consent. false: they are done by the identity of the app.')
param containmentIdentity bool = false

@description('Optional. whatIf: every request is only previewed and nobody is signed out. The default for a first deployment.')
@allowed(['whatIf', 'revoke'])
param revocationMode string = 'whatIf'

@description('Optional. false: every request ends notEnabled.')
param revocationEnabled bool = true

@description('Optional. The policy: protected accounts, brake, confirmations. docs/schemas/revocation-policy.schema.json is its schema.')
param revocationPolicy object = loadJsonContent('settings/policy.json')

@description('Optional. Language of the sentences in outcomes.')
@allowed(['en', 'fr'])
param messageLocale string = 'en'

@description('Optional. Alert formats to add. docs/schemas/alert-formats.schema.json is the schema of each.')
param alertFormats array = loadJsonContent('settings/alert-formats.json')

@description('Optional. Issuers of trusted security event tokens.')
param securityEventIssuers array = loadJsonContent('settings/security-event-issuers.json')

@description('Optional. true: a key vault for the secrets of senders that sign, and the addresses of those who are notified.')
param keyVault bool = false

@description('Optional. Senders that sign their requests to the webhook: `keyVault` for the secret webhook-sources of that vault, a reference to another vault, or JSON text.')
@secure()
param webhookSources string = ''

@description('Optional. How callers of the webhook are authorized. entraId needs App Service authentication: switch it on first.')
@allowed(['functionKey', 'entraId'])
param webhookAuthorization string = 'functionKey'

@description('Optional. Who is notified of outcomes, in Teams, in Slack or by any webhook: `keyVault` for the secret notify of that vault, a reference to another vault, or JSON text. Blank: nobody.')
@secure()
param notify string = ''

@description('Optional. Address of the console, to which notifications lead. Blank: they have no link.')
param consoleUrl string = ''

@description('Optional. true: outcomes are archived in the table SessionRevocation_CL of the workspace, with an ASIM parser and a workbook.')
param archiveOutcomes bool = false

@description('Optional. How many days an archived outcome is kept; the last of them at the price of an archive.')
@minValue(90)
@maxValue(4383)
param archiveRetentionDays int = 365

@description('Optional. true: outcomes are sealed in a container of the storage account, where a change can be found; with keyVault, signed every day.')
param sealOutcomes bool = false

@description('Optional. For how many days a segment of the seal can be neither changed nor removed, by anybody who does not remove the policy; 0: there is no such policy.')
@minValue(0)
@maxValue(146000)
param sealRetentionDays int = 0

@description('Optional. true: outcomes are published as OCSF too, on the topic revocation-ocsf. What has no subscription there is not kept.')
param publishOcsf bool = false

@description('Optional. true: incidents of Defender XDR and Microsoft Sentinel learn the outcomes that they caused, in the tenants whose policy has writeBack.')
param writeBack bool = false

@description('Optional. Application id of the registration whose access tokens the HTTP API accepts; blank: there is no API. docs/api.md says how to register it.')
param apiAudience string = ''

@description('Optional. Root of the authority that issues these tokens; blank: that of the cloud.')
param apiAuthority string = ''

@description('Optional. Application id of the registration by which people sign in to the console; blank: no console.')
param apiConsoleClientId string = ''

@description('Optional. Number of instances that are always ready for each of the four functions that lock out, paid for each; 0: the first request after a pause waits for a cold start.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Optional. storage: the ledger is in three zones of the region. all: the app too, and the platform keeps two instances of each function ready, which are paid for. none: for a region without zones.')
@allowed(['none', 'storage', 'all'])
param zoneRedundancy string = 'storage'

@description('Optional. true: Service Bus and storage are accessible only through private endpoints. Service Bus then has the tier Premium.')
param privateNetworking bool = false

@description('Required. Email address for alerts, for which azd asks; blank: they only appear in Azure Monitor, and nobody is woken.')
param alertEmail string

@description('Optional. true: the topic has the subscription audit, which keeps every outcome until it is read. Switch it on with its reader: what nobody reads fills the topic.')
param auditSubscription bool = false

@description('Optional. Object ids of the identities that may put requests on the queue: playbooks, Event Grid, other senders.')
param senderPrincipalIds array = []

@description('Optional. Object id of the group of operators, who decide on requests for approval and replay messages from quarantine; blank: none.')
param operatorsGroupId string = ''

@description('Optional. Object id of the group of persons who only decide on requests for approval; blank: none.')
param approversGroupId string = ''

@description('Optional. Tenants beside that one: table for those in the table RevocationTenants; blank: those of tenantConnections.')
param tenants string = ''

@description('Optional. Tenants beside that one, as a list of connections; with tenants they are not used.')
param tenantConnections array = loadJsonContent('settings/tenants.json')

@description('Optional. Client id of the multi-tenant application by which these tenants are reached; required with tenants.')
param tenantApplicationId string = ''

@description('Optional. Object id of the group of those who connect and disconnect tenants; blank: none.')
param tenantAdministratorsGroupId string = ''

@description('Optional. App settings beside those of this template. One with the name of a setting of this template has no effect.')
param additionalSettings object = loadJsonContent('settings/app-settings.json')

@description('Optional. Tags of all resources.')
param tags object = {}

var allTags = union(tags, { 'azd-env-name': environmentName })
var token = toLower(uniqueString(subscription().id, environmentName, location))
// Names that do not come from outputs: what-if does not look into a module that is given the output of another.
var names = {
  identity: 'id-${token}'
  serviceBus: 'sb-${token}'
  storage: 'st${token}'
  vault: 'kv-${token}'
  applicationInsights: 'appi-${token}'
  archiveRule: 'dcr-${token}'
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: allTags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: names.identity, location: location, tags: allTags }
}

// Its permission is far above that of the app's own: nothing else is called with it.
module sharePointIdentity 'app/identity.bicep' = if (!empty(sharePointAdminUrl)) {
  name: 'sharepoint-identity'
  scope: group
  params: { name: 'id-sharepoint-${token}', location: location, tags: allTags }
}

// It separates consent and audit: one process has both identities.
module stepIdentity 'app/identity.bicep' = if (containmentIdentity) {
  name: 'containment-identity'
  scope: group
  params: { name: 'id-containment-${token}', location: location, tags: allTags }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { token: token, location: location, tags: allTags }
}

module serviceBus 'app/service-bus.bicep' = {
  name: 'service-bus'
  scope: group
  params: {
    name: names.serviceBus
    location: location
    tags: allTags
    privateNetworking: privateNetworking
    auditSubscription: auditSubscription
    notifies: notifies
    archives: archiveOutcomes
    seals: sealOutcomes
    watches: watches
    publishesOcsf: publishOcsf
    writesBack: writeBack
    workspaceId: monitoring.outputs.workspaceId
  }
}

module archive 'app/archive.bicep' = if (archiveOutcomes) {
  name: 'archive'
  scope: group
  params: {
    name: names.archiveRule
    location: location
    tags: allTags
    workspaceName: monitoring.outputs.workspaceName
    retentionDays: archiveRetentionDays
  }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: names.storage
    location: location
    tags: allTags
    zoneRedundant: zoneRedundancy != 'none'
    privateNetworking: privateNetworking
    seals: sealOutcomes
    sealRetentionDays: sealRetentionDays
  }
}

var refersToVault = webhookSources == 'keyVault'
var notifyIsInVault = notify == 'keyVault'
var notifies = !empty(notify)
var watches = contains(revocationPolicy, 'watch')
var hasVault = keyVault || refersToVault || notifyIsInVault

module vault 'app/vault.bicep' = if (hasVault) {
  name: 'vault'
  scope: group
  params: {
    name: names.vault
    location: location
    tags: allTags
    privateNetworking: privateNetworking
    workspaceId: monitoring.outputs.workspaceId
    seals: sealOutcomes
  }
}

module network 'app/network.bicep' = if (privateNetworking) {
  name: 'network'
  scope: group
  params: {
    token: token
    location: location
    tags: allTags
    serviceBusId: serviceBus.outputs.id
    serviceBusHostName: serviceBus.outputs.hostName
    storageId: storage.outputs.id
    vaultId: hasVault ? vault!.outputs.id : ''
  }
}

module access 'app/access.bicep' = {
  name: 'access'
  scope: group
  params: {
    appIdentityName: names.identity
    senderPrincipalIds: senderPrincipalIds
    operatorsGroupId: operatorsGroupId
    approversGroupId: approversGroupId
    tenantAdministratorsGroupId: tenantAdministratorsGroupId
    serviceBusName: names.serviceBus
    notifies: notifies
    hasApi: !empty(apiAudience)
    seals: sealOutcomes
    watches: watches
    archiveRuleName: archiveOutcomes ? names.archiveRule : ''
    publishesOcsf: publishOcsf
    writesBack: writeBack
    storageName: names.storage
    vaultName: hasVault ? names.vault : ''
    applicationInsightsName: names.applicationInsights
  }
  dependsOn: [identity, serviceBus, storage, vault, monitoring, archive]
}

module functionApp 'app/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    token: token
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    sharePointIdentityId: empty(sharePointAdminUrl) ? '' : sharePointIdentity!.outputs.id
    containmentIdentityId: containmentIdentity ? stepIdentity!.outputs.id : ''
    storageName: storage.outputs.name
    serviceBusHostName: serviceBus.outputs.hostName
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    publishesOcsf: publishOcsf
    alwaysReadyInstances: alwaysReadyInstances
    zoneRedundant: zoneRedundancy == 'all'
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    settings: {
      TENANT_ID: connectedTenantId
      TENANTS: empty(tenants) && !empty(tenantConnections) ? string(tenantConnections) : tenants
      TENANT_APPLICATION_ID: tenantApplicationId
      CLOUD: cloud
      GRAPH_ENDPOINT: graphEndpoint
      SHAREPOINT_ADMIN_URL: sharePointAdminUrl
      SHAREPOINT_CLIENT_ID: empty(sharePointAdminUrl) ? '' : sharePointIdentity!.outputs.clientId
      CONTAINMENT_CLIENT_ID: containmentIdentity ? stepIdentity!.outputs.clientId : ''
      REVOCATION_MODE: revocationMode
      REVOCATION_ENABLED: revocationEnabled ? 'true' : 'false'
      REVOCATION_POLICY: string(revocationPolicy)
      MESSAGE_LOCALE: messageLocale
      ALERT_FORMATS: string(alertFormats)
      SECURITY_EVENT_ISSUERS: string(securityEventIssuers)
      WEBHOOK_AUTHORIZATION: webhookAuthorization
      CONSOLE_URL: consoleUrl
      LOGS_INGESTION_ENDPOINT: archiveOutcomes ? archive!.outputs.endpoint : ''
      LOGS_INGESTION_RULE: archiveOutcomes ? archive!.outputs.ruleId : ''
      SEAL_OUTCOMES: sealOutcomes ? 'true' : 'false'
      SEAL_KEY: sealOutcomes && hasVault ? vault!.outputs.sealKey : ''
      WRITE_BACK: writeBack ? 'true' : 'false'
      API_AUDIENCE: apiAudience
      API_AUTHORITY: apiAuthority
      API_CONSOLE_CLIENT_ID: apiConsoleClientId
    }
    webhookSources: refersToVault ? vault!.outputs.webhookSources : webhookSources
    notify: notifyIsInVault ? vault!.outputs.notify : notify
    additionalSettings: additionalSettings
  }
  // Without its rights the app would start and have access to nothing.
  dependsOn: [access]
}

module alerts 'app/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: allTags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    serviceBusId: serviceBus.outputs.id
    healthUrl: 'https://${functionApp.outputs.hostName}/api/health'
  }
}

module workbook 'app/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    serviceBusId: serviceBus.outputs.id
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_API_NAME string = functionApp.outputs.name
output SERVICE_BUS_NAMESPACE string = serviceBus.outputs.hostName
@description('The vault for the secrets of senders that sign; blank without it.')
output KEY_VAULT_NAME string = hasVault ? vault!.outputs.name : ''
@description('The principal that needs the permissions of Microsoft Graph.')
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
@description('The identity of the steps of a containment; blank where they are done by that of the app.')
output CONTAINMENT_PRINCIPAL_ID string = containmentIdentity ? stepIdentity!.outputs.principalId : ''

@description('The identity that calls SharePoint; blank without it.')
output SHAREPOINT_PRINCIPAL_ID string = empty(sharePointAdminUrl) ? '' : sharePointIdentity!.outputs.principalId
