import { requestQueue, intakeQueue, waitsQueue, urgentQueue, rejectedQueue, resultsTopic, ocsfTopic } from 'entities.bicep'

@description('Required. Suffix that makes names unique.')
param token string
@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. Resource id of the identity of the app.')
param identityId string
@description('Required. Client id of that identity.')
param identityClientId string
@description('Required. Resource id of the identity that calls SharePoint; blank: none.')
param sharePointIdentityId string

@description('Required. Resource id of the identity of the steps of a containment; blank: none.')
param containmentIdentityId string
@description('Required. Name of the storage account.')
param storageName string
@description('Required. Host name of the Service Bus namespace.')
param serviceBusHostName string
@description('Required. Connection string of the Application Insights component.')
param applicationInsightsConnectionString string
@description('Required. Whether outcomes are published as OCSF.')
param publishesOcsf bool
@description('Required. Number of instances of each function that locks out which are always ready.')
param alwaysReadyInstances int
@description('Required. Whether instances are spread over zones: the platform then keeps two of each function ready.')
param zoneRedundant bool
@description('Required. Resource id of the subnet through which the app connects to private endpoints; blank: none.')
param subnetId string
@description('Required. App settings from the parameters of the deployment.')
param settings object
@description('Required. Senders that sign their requests; blank: none.')
@secure()
param webhookSources string
@description('Required. Destinations of notifications; blank: none.')
@secure()
param notify string
@description('Required. App settings beside these, which they do not replace.')
param additionalSettings object

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

var identities = union(
  { '${identityId}': {} },
  empty(sharePointIdentityId) ? {} : { '${sharePointIdentityId}': {} },
  empty(containmentIdentityId) ? {} : { '${containmentIdentityId}': {} }
)

// Each scales alone (functions/triggering-queues.ts).
var lockOutFunctions = ['revokeSessions', 'revokeReceived', 'resumeWaiting', 'revokeUrgent']

var written = union(additionalSettings, settings, {
  AZURE_CLIENT_ID: identityClientId
  REVOCATION_QUEUE: requestQueue
  INTAKE_QUEUE: intakeQueue
  WAITS_QUEUE: waitsQueue
  URGENT_QUEUE: urgentQueue
  RESULTS_TOPIC: resultsTopic
  OCSF_TOPIC: publishesOcsf ? ocsfTopic : ''
  REJECTED_QUEUE: rejectedQueue
  ServiceBusConnection__fullyQualifiedNamespace: serviceBusHostName
  ServiceBusConnection__credential: 'managedidentity'
  ServiceBusConnection__clientId: identityClientId
  LEDGER_STORAGE__tableServiceUri: account.properties.primaryEndpoints.table
  LEDGER_STORAGE__blobServiceUri: account.properties.primaryEndpoints.blob
  // By address: from a name alone the host would make that of the global cloud.
  AzureWebJobsStorage__blobServiceUri: account.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: account.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: account.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  WEBHOOK_SOURCES: webhookSources
  NOTIFY: notify
})

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-${token}'
  location: location
  // The name of this app's service in azure.yaml.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: identities }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientCertEnabled: false
    // Without it the platform would resolve references to a key vault by an identity that the app does not have.
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}app-package'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'node', version: '24' }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : map(lockOutFunctions, name => { name: 'function:${name}', instanceCount: alwaysReadyInstances })
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
    }
  }

  resource withoutFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource withoutPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    // What this deployment writes, so that the next one finds what was changed since.
    properties: union(written, { SETTINGS_WRITTEN: string(toObject(items(written), one => one.key, one => guid(one.value))) })
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
