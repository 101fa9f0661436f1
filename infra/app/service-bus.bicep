import { requestQueue, intakeQueue, waitsQueue, urgentQueue, rejectedQueue, resultsTopic, notifySubscription, notifyQueue, archiveSubscription, watchSubscription, ocsfTopic, ocsfSubscription, writeBackSubscription, sealSubscription, entityMegabytes } from 'entities.bicep'

@description('Required. Name of the namespace.')
param name string
@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. Whether the namespace is accessible only through private endpoints, which needs the tier Premium.')
param privateNetworking bool
@description('Required. Whether the topic has the subscription audit, which keeps every outcome until somebody reads it.')
param auditSubscription bool
@description('Required. Whether the topic has the subscription from which the function notify reads.')
param notifies bool
@description('Required. Whether the topic has the subscription from which the function archive reads.')
param archives bool
@description('Required. Whether the topic has the subscription from which the function seal reads.')
param seals bool
@description('Required. Whether the topic has the subscription from which the function watch reads.')
param watches bool
@description('Required. Whether there is a topic of outcomes as OCSF, with the subscription from which the function ocsf reads.')
param publishesOcsf bool
@description('Required. Whether the topic has the subscription from which the function writeBack reads.')
param writesBack bool
@description('Required. The workspace for its logs.')
param workspaceId string

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: privateNetworking ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
  }
}

@description('The queues from which the app takes messages: others may send to the first and to the last one only.')
resource requests 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in [requestQueue, intakeQueue, waitsQueue, urgentQueue]: {
    parent: namespace
    name: queue
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      maxSizeInMegabytes: entityMegabytes
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      // No message may be lost: the function reportDeadLetters answers expired messages, within a minute or two.
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
    }
  }
]

resource rejected 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: rejectedQueue
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    maxSizeInMegabytes: entityMegabytes
    lockDuration: 'PT1M'
    // A search for one original returns the others to the queue, which counts as a failed delivery of each.
    maxDeliveryCount: 2000
    // The app stores large originals for as long (QUARANTINE_MS in shared/app/kept-time.ts). What expires goes to the dead-letter queue.
    defaultMessageTimeToLive: 'P90D'
    deadLetteringOnMessageExpiration: true
  }
}

resource results 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: resultsTopic
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    maxSizeInMegabytes: entityMegabytes
    defaultMessageTimeToLive: 'P14D'
  }
}

resource audit 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = if (auditSubscription) {
  parent: results
  name: 'audit'
  properties: {
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

resource attention 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: results
  name: 'attention'
  properties: {
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

@description('For the function notify, which completes a message also where a destination does not accept it: its event then waits on a queue.')
resource notify 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = if (notifies) {
  parent: results
  name: notifySubscription
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

@description('For the function notifyAgain. After the last try, about half an hour later, a message goes to the dead-letter queue.')
resource later 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = if (notifies) {
  parent: namespace
  name: notifyQueue
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    maxSizeInMegabytes: entityMegabytes
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    defaultMessageTimeToLive: 'P14D'
  }
}

@description('For the function archive, whose message is delivered again until the table has taken it.')
resource archive 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = if (archives) {
  parent: results
  name: archiveSubscription
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

@description('For the function seal, whose message is delivered again until its batch is stored.')
resource seal 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = if (seals) {
  parent: results
  name: sealSubscription
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

@description('For the function ocsf, whose message is delivered again until the topic of OCSF has taken it.')
resource ocsf 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = if (publishesOcsf) {
  parent: results
  name: ocsfSubscription
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

@description('For the function watch, whose message is delivered again until the ledger has the revocation that is to be watched.')
resource watch 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = if (watches) {
  parent: results
  name: watchSubscription
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

@description('For the function writeBack, whose message is delivered again until the incident has learned the outcome.')
resource writeBack 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = if (writesBack) {
  parent: results
  name: writeBackSubscription
  properties: {
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    deadLetteringOnMessageExpiration: true
    deadLetteringOnFilterEvaluationExceptions: true
  }
}

@description('Of outcomes as OCSF. Its subscriptions are those of its readers: without one, it keeps nothing.')
resource asOcsf 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = if (publishesOcsf) {
  parent: namespace
  name: ocsfTopic
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
    maxSizeInMegabytes: entityMegabytes
    defaultMessageTimeToLive: 'P14D'
  }
}

@description('Outcomes that an operator should see at once. This rule replaces the default rule, which matches every message.')
resource attentionRule 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = {
  parent: attention
  name: '$Default'
  properties: {
    filterType: 'SqlFilter'
    sqlFilter: {
      sqlExpression: 'status IN (\'failed\', \'held\', \'awaitingConfirmation\', \'protected\', \'rejected\') OR verdict = \'returned\''
    }
  }
}

@description('For the command line, which only peeks: the messages expire.')
resource cli 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
  parent: results
  name: 'cli'
  properties: {
    maxDeliveryCount: 10
    defaultMessageTimeToLive: 'PT1H'
    deadLetteringOnMessageExpiration: false
    deadLetteringOnFilterEvaluationExceptions: false
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = namespace.id
output name string = namespace.name
// The endpoint is `https://NAME.SUFFIX:443/`, with a suffix of the cloud.
output hostName string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]
