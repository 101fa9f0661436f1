import { requestQueue } from '../../app/entities.bicep'

metadata name = 'session-revoker: incidents of Microsoft Sentinel'
metadata description = 'A playbook that sends an incident to the request queue with its own identity, and an automation rule that runs it. Deploy it to the resource group of the workspace.'

@description('Required. Name of the workspace of Microsoft Sentinel.')
param workspaceName string

@description('Required. Name of the Service Bus namespace of the app.')
param serviceBusName string

@description('Optional. Resource group of that namespace.')
param serviceBusResourceGroup string = resourceGroup().name

@description('Optional. Region of the playbook.')
param location string = resourceGroup().location

@description('Optional. Name of the playbook.')
param playbookName string = 'session-revoker'

@description('Optional. Severities of the incidents that are sent.')
param severities array = ['High']

@description('Optional. Ids of the analytics rules whose incidents are sent; none: those of all rules.')
param analyticsRuleIds array = []

@description('Optional. false: the automation rule is created but runs for no incident.')
param enabled bool = true

@description('Optional. Place of the automation rule in the order of all.')
@minValue(1)
@maxValue(1000)
param ruleOrder int = 1

@description('Optional. Object id of the enterprise application "Azure Security Insights", which runs playbooks. Blank: it has its right on this resource group already.')
param sentinelPrincipalId string = ''

// Azure built-in roles.
var sentinelReader = '8d289c81-5878-46d4-8554-54e1e3d8b5cb'
var sentinelAutomationContributor = 'f4c81013-99ee-4d62-a7ee-b3f1f648599a'

var severityConditions = [
  {
    conditionType: 'Property'
    conditionProperties: { propertyName: 'IncidentSeverity', operator: 'Equals', propertyValues: severities }
  }
]
var ruleConditions = empty(analyticsRuleIds)
  ? []
  : [
      {
        conditionType: 'Property'
        conditionProperties: {
          propertyName: 'IncidentRelatedAnalyticRuleIds'
          operator: 'Contains'
          propertyValues: analyticsRuleIds
        }
      }
    ]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
  scope: resourceGroup(serviceBusResourceGroup)
}

resource sentinel 'Microsoft.Web/connections@2016-06-01' = {
  name: '${playbookName}-sentinel'
  location: location
  properties: {
    displayName: '${playbookName}-sentinel'
    api: { id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'azuresentinel') }
    // The connection acts with the identity of the playbook.
    #disable-next-line BCP037
    parameterValueType: 'Alternative'
  }
}

resource playbook 'Microsoft.Logic/workflows@2019-05-01' = {
  name: playbookName
  location: location
  identity: { type: 'SystemAssigned' }
  properties: {
    state: 'Enabled'
    definition: {
      '$schema': 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#'
      contentVersion: '1.0.0.0'
      parameters: {
        '$connections': { type: 'Object', defaultValue: {} }
        messagesUrl: { type: 'String' }
        audience: { type: 'String' }
      }
      triggers: {
        Microsoft_Sentinel_incident: {
          type: 'ApiConnectionWebhook'
          inputs: {
            host: { connection: { name: '@parameters(\'$connections\')[\'azuresentinel\'][\'connectionId\']' } }
            body: { callback_url: '@{listCallbackUrl()}' }
            path: '/incident-creation'
          }
        }
      }
      actions: {
        Send_incident: {
          type: 'Http'
          runAfter: {}
          inputs: {
            method: 'POST'
            uri: '@parameters(\'messagesUrl\')'
            headers: {
              'Content-Type': 'application/json'
              // A new id for each event of an incident, and the same when it is sent again.
              BrokerProperties: '@concat(\'{"MessageId":"\', triggerBody()?[\'object\']?[\'name\'], \'-\', triggerBody()?[\'eventUniqueId\'], \'"}\')'
            }
            body: '@triggerBody()'
            authentication: { type: 'ManagedServiceIdentity', audience: '@parameters(\'audience\')' }
          }
        }
      }
    }
    parameters: {
      '$connections': {
        value: {
          azuresentinel: {
            connectionId: sentinel.id
            connectionName: sentinel.name
            id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'azuresentinel')
            connectionProperties: { authentication: { type: 'ManagedServiceIdentity' } }
          }
        }
      }
      messagesUrl: { value: '${namespace.properties.serviceBusEndpoint}${requestQueue}/messages' }
      audience: { value: 'https://servicebus.azure.net' }
    }
  }
}

module sender '../sender.bicep' = {
  name: 'session-revoker-playbook'
  scope: resourceGroup(serviceBusResourceGroup)
  params: {
    serviceBusName: serviceBusName
    principalId: playbook.identity.principalId
    senderId: playbook.id
    reason: 'The playbook sends incidents.'
  }
}

resource playbookReadsIncidents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, playbook.id, sentinelReader)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', sentinelReader)
    principalId: playbook.identity.principalId
    principalType: 'ServicePrincipal'
    description: 'The playbook is triggered by incidents.'
  }
}

resource sentinelRunsPlaybooks 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(sentinelPrincipalId)) {
  name: guid(resourceGroup().id, sentinelPrincipalId, sentinelAutomationContributor)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', sentinelAutomationContributor)
    principalId: sentinelPrincipalId
    principalType: 'ServicePrincipal'
    description: 'Microsoft Sentinel runs the playbooks of this resource group.'
  }
}

resource rule 'Microsoft.SecurityInsights/automationRules@2025-09-01' = {
  scope: workspace
  name: guid(workspace.id, playbook.id)
  properties: {
    displayName: 'Sign the users of an incident out'
    order: ruleOrder
    triggeringLogic: {
      isEnabled: enabled
      triggersOn: 'Incidents'
      triggersWhen: 'Created'
      conditions: concat(severityConditions, ruleConditions)
    }
    actions: [
      {
        order: 1
        actionType: 'RunPlaybook'
        actionConfiguration: { logicAppResourceId: playbook.id, tenantId: subscription().tenantId }
      }
    ]
  }
  dependsOn: [sender, playbookReadsIncidents, sentinelRunsPlaybooks]
}
