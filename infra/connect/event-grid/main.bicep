metadata name = 'session-revoker: alerts of an Event Grid topic'
metadata description = 'Subscribes to an existing custom topic of Event Grid, and delivers its events to the request queue with the identity of the topic, or to the webhook. Deploy it to the resource group of the topic.'

@description('Required. Name of the topic. To deliver to the queue it must have a system-assigned identity.')
param topicName string

@description('Required unless webhookUrl is set. Name of the Service Bus namespace of the app.')
param serviceBusName string = ''

@description('Optional. Resource group of that namespace.')
param serviceBusResourceGroup string = resourceGroup().name

@description('Optional. Types of the events that name users to sign out; none: all.')
param eventTypes array = []

@description('Optional. The address of the webhook with a key, which ends in `/api/alerts?code=KEY`, where the queue cannot be reached: with private networking. Blank: the queue.')
@secure()
param webhookUrl string = ''

// An alert that is older than maxRequestAge (4 hours) ends expired: it is not delivered later.
var retryPolicy = { eventTimeToLiveInMinutes: 240, maxDeliveryAttempts: 30 }
var filter = empty(eventTypes) ? {} : { includedEventTypes: eventTypes }

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topicName
}

module sender '../sender.bicep' = if (empty(webhookUrl)) {
  name: 'session-revoker-event-grid'
  scope: resourceGroup(serviceBusResourceGroup)
  params: {
    serviceBusName: serviceBusName
    principalId: topic.identity.principalId
    senderId: topic.id
    reason: 'The topic delivers its events as alerts.'
  }
}

resource toQueue 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = if (empty(webhookUrl)) {
  parent: topic
  name: 'session-revoker'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: filter
    retryPolicy: retryPolicy
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      destination: { endpointType: 'ServiceBusQueue', properties: { resourceId: sender!.outputs.queueId } }
    }
  }
}

resource toWebhook 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = if (!empty(webhookUrl)) {
  parent: topic
  name: 'session-revoker-webhook'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: filter
    retryPolicy: retryPolicy
    // One event in a delivery: a batch may exceed the 240 KB that the webhook takes.
    destination: { endpointType: 'WebHook', properties: { endpointUrl: webhookUrl, maxEventsPerBatch: 1 } }
  }
}
