import { requestQueue, intakeQueue, waitsQueue, urgentQueue, rejectedQueue, resultsTopic, ledgerTable, tenantsTable, switchTable, originalsContainer, notifySubscription, notifyQueue, archiveSubscription, watchSubscription, ocsfTopic, ocsfSubscription, writeBackSubscription, sealSubscription, sealsContainer, sealKey } from 'entities.bicep'

// All role assignments. docs/operations.md lists them in a table with their reasons.

@description('Required. Name of the identity of the app.')
param appIdentityName string
@description('Required. Object ids of the identities that may put requests on the queue.')
param senderPrincipalIds array
@description('Required. Object id of the group of operators; blank: none.')
param operatorsGroupId string
@description('Required. Object id of the group of those who only decide on requests for approval; blank: none.')
param approversGroupId string
@description('Required. Object id of the group of those who connect tenants; blank: none.')
param tenantAdministratorsGroupId string
@description('Required. Name of the Service Bus namespace.')
param serviceBusName string
@description('Required. Whether the app has an HTTP API, by which operators set the emergency switch and settle originals in quarantine.')
param hasApi bool
@description('Required. Whether the function notify reads from a subscription of the topic.')
param notifies bool
@description('Required. Whether the app looks if revocations held.')
param watches bool
@description('Required. Name of the data collection rule by which the function archive writes; blank: none.')
param archiveRuleName string
@description('Required. Whether the function seal reads from a subscription of the topic, and keeps the seal.')
param seals bool
@description('Required. Whether the function ocsf publishes outcomes on a topic of its own.')
param publishesOcsf bool
@description('Required. Whether the function writeBack reads from a subscription of the topic.')
param writesBack bool
@description('Required. Name of the storage account.')
param storageName string
@description('Required. Name of the key vault; blank: none.')
param vaultName string
@description('Required. Name of the Application Insights component.')
param applicationInsightsName string

// Azure built-in roles.
var serviceBusDataOwner = '090c5cfd-751d-490a-894a-3ce6f1109419'
var serviceBusDataReceiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
var serviceBusDataSender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var storageTableDataReader = '76199698-9eea-4c19-bc75-cec21354c6b6'
var storageBlobDataReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
var keyVaultCryptoUser = '12338af0-0e69-4776-bea7-57ae8d297424'
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
var monitoringReader = '43d0d8ad-25c7-4714-9337-8ba259a9fe05'

var senders = union(senderPrincipalIds, [])
var operators = empty(operatorsGroupId) ? [] : [operatorsGroupId]
var archiveRules = empty(archiveRuleName) ? [] : [archiveRuleName]
var vaults = empty(vaultName) ? [] : [vaultName]
var sealKeys = seals ? vaults : []
var sealReaders = seals ? operators : []
// Azure gives nobody a right twice: operators have all that approvers have.
var approvers = empty(approversGroupId) || toLower(approversGroupId) == toLower(operatorsGroupId) ? [] : [approversGroupId]
var tenantAdministrators = empty(tenantAdministratorsGroupId) ? [] : [tenantAdministratorsGroupId]

// The names of its assignments are made of its id, which is known before it exists: a what-if then lists them.
resource appIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: appIdentityName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName

  resource requests 'queues' existing = {
    name: requestQueue
  }
  resource intake 'queues' existing = {
    name: intakeQueue
  }
  resource waits 'queues' existing = {
    name: waitsQueue
  }
  resource urgent 'queues' existing = {
    name: urgentQueue
  }
  resource rejected 'queues' existing = {
    name: rejectedQueue
  }
  resource later 'queues' existing = {
    name: notifyQueue
  }
  resource results 'topics' existing = {
    name: resultsTopic

    resource attention 'subscriptions' existing = {
      name: 'attention'
    }
    resource cli 'subscriptions' existing = {
      name: 'cli'
    }
    resource notify 'subscriptions' existing = {
      name: notifySubscription
    }
    resource archive 'subscriptions' existing = {
      name: archiveSubscription
    }
    resource seal 'subscriptions' existing = {
      name: sealSubscription
    }
    resource watch 'subscriptions' existing = {
      name: watchSubscription
    }
    resource ocsf 'subscriptions' existing = {
      name: ocsfSubscription
    }
    resource writeBack 'subscriptions' existing = {
      name: writeBackSubscription
    }
  }
  resource asOcsf 'topics' existing = {
    name: ocsfTopic
  }
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource originals 'containers' existing = {
      name: originalsContainer
    }

    resource sealed 'containers' existing = {
      name: sealsContainer
    }
  }

  resource tables 'tableServices' existing = {
    name: 'default'

    resource ledger 'tables' existing = {
      name: ledgerTable
    }

    resource tenants 'tables' existing = {
      name: tenantsTable
    }

    resource emergencySwitch 'tables' existing = {
      name: switchTable
    }
  }
}

resource rulesOfArchive 'Microsoft.Insights/dataCollectionRules@2023-03-11' existing = [for name in archiveRules: { name: name }]

resource vaultsOfSecrets 'Microsoft.KeyVault/vaults@2023-07-01' existing = [
  for name in vaults: {
    name: name
  }
]

resource keysOfSeal 'Microsoft.KeyVault/vaults/keys@2023-07-01' existing = [
  for (name, n) in sealKeys: {
    parent: vaultsOfSecrets[n]
    name: sealKey
  }
]

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// The scaler reads the length of a queue with the right to manage it, and peeks at the first messages without it: those that are scheduled
// hide a new one (docs/decisions/0032-awake.md). The right is on these queues alone.
resource appOwnsRequests 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::requests
  name: guid(namespace::requests.id, appIdentity.id, serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataOwner)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app receives requests, answers dead letters, sends what has no queue of its own; its scaler reads the length.'
  }
}

resource appOwnsIntake 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::intake
  name: guid(namespace::intake.id, appIdentity.id, serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataOwner)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app sends and receives what came over HTTP; its scaler reads the length. Nobody else may.'
  }
}

resource appOwnsWaits 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::waits
  name: guid(namespace::waits.id, appIdentity.id, serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataOwner)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app schedules and receives its own messages that wait; its scaler reads the length. Nobody else may.'
  }
}

resource appOwnsUrgent 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::urgent
  name: guid(namespace::urgent.id, appIdentity.id, serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataOwner)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app sends and receives what may be urgent; its scaler reads the length.'
  }
}

resource appSendsRejected 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::rejected
  name: guid(namespace::rejected.id, appIdentity.id, serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app keeps the originals of messages that were not carried out.'
  }
}

resource appSettlesRejected 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hasApi) {
  scope: namespace::rejected
  name: guid(namespace::rejected.id, appIdentity.id, serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'With the HTTP API: the app lists, replays and closes originals for operators.'
  }
}

resource appSendsResults 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::results
  name: guid(namespace::results.id, appIdentity.id, serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app publishes outcomes.'
  }
}

resource appReadsNotify 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (notifies) {
  scope: namespace::results::notify
  name: guid(namespace::results::notify.id, appIdentity.id, serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app notifies of outcomes.'
  }
}

resource appOwnsNotifyQueue 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (notifies) {
  scope: namespace::later
  name: guid(namespace::later.id, appIdentity.id, serviceBusDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataOwner)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app schedules and receives events that are brought again; its scaler reads the length. Nobody else may.'
  }
}

resource appReadsArchive 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(archiveRuleName)) {
  scope: namespace::results::archive
  name: guid(namespace::results::archive.id, appIdentity.id, serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app archives outcomes.'
  }
}

resource appReadsWatch 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (watches) {
  scope: namespace::results::watch
  name: guid(namespace::results::watch.id, appIdentity.id, serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app looks whether revocations held.'
  }
}

resource appReadsOcsf 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (publishesOcsf) {
  scope: namespace::results::ocsf
  name: guid(namespace::results::ocsf.id, appIdentity.id, serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app reads outcomes to publish them as OCSF.'
  }
}

resource appReadsWriteBack 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (writesBack) {
  scope: namespace::results::writeBack
  name: guid(namespace::results::writeBack.id, appIdentity.id, serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app reads outcomes to write them into incidents.'
  }
}

resource appPublishesOcsf 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (publishesOcsf) {
  scope: namespace::asOcsf
  name: guid(namespace::asOcsf.id, appIdentity.id, serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app publishes outcomes as OCSF.'
  }
}

resource appWritesArchive 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, n) in archiveRules: {
    scope: rulesOfArchive[n]
    name: guid(rulesOfArchive[n].id, appIdentity.id, monitoringMetricsPublisher)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
      principalId: appIdentity.properties.principalId
      principalType: 'ServicePrincipal'
      description: 'The app writes outcomes into the table, and cannot read it.'
    }
  }
]

resource appReadsForSeal 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (seals) {
  scope: namespace::results::seal
  name: guid(namespace::results::seal.id, appIdentity.id, serviceBusDataReceiver)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app seals outcomes.'
  }
}

resource appWritesSeal 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (seals) {
  scope: account::blobs::sealed
  name: guid(account::blobs::sealed.id, appIdentity.id, storageBlobDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app appends to the seal and reads its end.'
  }
}

resource appSignsSeal 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, n) in sealKeys: {
    scope: keysOfSeal[n]
    name: guid(keysOfSeal[n].id, appIdentity.id, keyVaultCryptoUser)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultCryptoUser)
      principalId: appIdentity.properties.principalId
      principalType: 'ServicePrincipal'
      description: 'The app signs the heads of the seal, and can use no other key.'
    }
  }
]

resource operatorsReadSeal 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in sealReaders: {
    scope: account::blobs::sealed
    name: guid(account::blobs::sealed.id, groupId, storageBlobDataReader)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataReader)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators verify the seal, and cannot change it.'
    }
  }
]

resource appOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, appIdentity.id, storageBlobDataOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataOwner)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The host keeps the package, its keys, and the leases of timers.'
  }
}

resource appStoresOriginals 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::blobs::originals
  name: guid(account::blobs::originals.id, appIdentity.id, storageBlobDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app stores large originals, reads them, and removes old ones.'
  }
}

resource appWritesLedger 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::tables::ledger
  name: guid(account::tables::ledger.id, appIdentity.id, storageTableDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app acquires leases, records entries and removes them in the ledger.'
  }
}

resource appReadsTenants 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::tables::tenants
  name: guid(account::tables::tenants.id, appIdentity.id, storageTableDataReader)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataReader)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app reads which tenants are connected. It cannot connect one.'
  }
}

resource appReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (name, n) in vaults: {
    scope: vaultsOfSecrets[n]
    name: guid(vaultsOfSecrets[n].id, appIdentity.id, keyVaultSecretsUser)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
      principalId: appIdentity.properties.principalId
      principalType: 'ServicePrincipal'
      description: 'The platform resolves references in settings as the app.'
    }
  }
]

resource appReadsSwitch 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::tables::emergencySwitch
  name: guid(account::tables::emergencySwitch.id, appIdentity.id, storageTableDataReader)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataReader)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app reads whether all revocations are stopped.'
  }
}

resource appWritesSwitch 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hasApi) {
  scope: account::tables::emergencySwitch
  name: guid(account::tables::emergencySwitch.id, appIdentity.id, storageTableDataContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'With the HTTP API: the app stops all revocations for operators, and resumes them.'
  }
}

resource appSendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: applicationInsights
  name: guid(applicationInsights.id, appIdentity.id, monitoringMetricsPublisher)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
    principalId: appIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    description: 'The app and its host send telemetry.'
  }
}

resource sendersSendRequests 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in senders: {
    scope: namespace::requests
    name: guid(namespace::requests.id, principalId, serviceBusDataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
      principalId: principalId
      principalType: 'ServicePrincipal'
      description: 'It sends alerts and requests; it can also decide on requests for approval.'
    }
  }
]

resource sendersSendUrgent 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in senders: {
    scope: namespace::urgent
    name: guid(namespace::urgent.id, principalId, serviceBusDataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
      principalId: principalId
      principalType: 'ServicePrincipal'
      description: 'It sends what may be urgent; the app decides whether it is.'
    }
  }
]

resource operatorsSendRequests 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: namespace::requests
    name: guid(namespace::requests.id, groupId, serviceBusDataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators send requests and decisions, and replay.'
    }
  }
]

resource operatorsSendUrgent 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: namespace::urgent
    name: guid(namespace::urgent.id, groupId, serviceBusDataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators send decisions, and what may be urgent.'
    }
  }
]

resource operatorsReceiveRejected 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: namespace::rejected
    name: guid(namespace::rejected.id, groupId, serviceBusDataReceiver)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators list the quarantine and replay messages from it.'
    }
  }
]

resource operatorsReceiveResults 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: namespace::results::cli
    name: guid(namespace::results::cli.id, groupId, serviceBusDataReceiver)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators watch outcomes on the command line.'
    }
  }
]

resource operatorsReadLedger 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: account::tables::ledger
    name: guid(account::tables::ledger.id, groupId, storageTableDataReader)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataReader)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators list the requests that wait for approval.'
    }
  }
]

resource operatorsReadTenants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: account::tables::tenants
    name: guid(account::tables::tenants.id, groupId, storageTableDataReader)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataReader)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators list the connected tenants.'
    }
  }
]

resource operatorsStop 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: account::tables::emergencySwitch
    name: guid(account::tables::emergencySwitch.id, groupId, storageTableDataContributor)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators stop all revocations, and resume them.'
    }
  }
]

resource tenantAdministratorsConnect 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in tenantAdministrators: {
    scope: account::tables::tenants
    name: guid(account::tables::tenants.id, groupId, storageTableDataContributor)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
      principalId: groupId
      principalType: 'Group'
      description: 'Administrators of connections connect and disconnect tenants.'
    }
  }
]

resource operatorsReplayOriginals 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: account::blobs::originals
    name: guid(account::blobs::originals.id, groupId, storageBlobDataContributor)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators read large originals in quarantine, and a replay stores them again.'
    }
  }
]

resource operatorsReceiveAttention 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    scope: namespace::results::attention
    name: guid(namespace::results::attention.id, groupId, serviceBusDataReceiver)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators read the outcomes that a person should see.'
    }
  }
]

resource operatorsRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in operators: {
    name: guid(resourceGroup().id, groupId, monitoringReader)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringReader)
      principalId: groupId
      principalType: 'Group'
      description: 'Operators query the log, and see alerts, metrics and the workbook.'
    }
  }
]

resource approversSendDecisions 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in approvers: {
    scope: namespace::requests
    name: guid(namespace::requests.id, groupId, serviceBusDataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
      principalId: groupId
      principalType: 'Group'
      description: 'Approvers send decisions. Service Bus has no smaller right: they can also send requests.'
    }
  }
]

resource approversSendUrgentDecisions 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in approvers: {
    scope: namespace::urgent
    name: guid(namespace::urgent.id, groupId, serviceBusDataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
      principalId: groupId
      principalType: 'Group'
      description: 'Approvers send decisions past the backlog of requests.'
    }
  }
]

resource approversReadLedger 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in approvers: {
    scope: account::tables::ledger
    name: guid(account::tables::ledger.id, groupId, storageTableDataReader)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataReader)
      principalId: groupId
      principalType: 'Group'
      description: 'Approvers list the requests that wait for approval.'
    }
  }
]

resource approversReceiveResults 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for groupId in approvers: {
    scope: namespace::results::cli
    name: guid(namespace::results::cli.id, groupId, serviceBusDataReceiver)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataReceiver)
      principalId: groupId
      principalType: 'Group'
      description: 'Approvers wait for the outcomes of their decisions.'
    }
  }
]
