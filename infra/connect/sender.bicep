import { requestQueue } from '../app/entities.bicep'

@description('Required. Name of the Service Bus namespace of the app.')
param serviceBusName string
@description('Required. Object id of the identity that sends.')
param principalId string
@description('Required. What makes the name of the assignment its own: an id that is known before the identity exists.')
param senderId string
@description('Required. Why it may send.')
param reason string

// Azure built-in role.
var serviceBusDataSender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName

  resource requests 'queues' existing = {
    name: requestQueue
  }
}

resource senderSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace::requests
  name: guid(namespace::requests.id, senderId, serviceBusDataSender)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', serviceBusDataSender)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: reason
  }
}

@description('Id of the queue.')
output queueId string = namespace::requests.id
