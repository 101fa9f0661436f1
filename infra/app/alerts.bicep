import { requestQueue, intakeQueue, waitsQueue, urgentQueue, rejectedQueue, resultsTopic, notifyQueue, entityMegabytes } from 'entities.bicep'

@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. Email address for alerts; blank: they only appear in Azure Monitor.')
param email string
@description('Required. The workspace with the telemetry.')
param workspaceId string
@description('Required. The Application Insights component.')
param applicationInsightsId string
@description('Required. The Service Bus namespace.')
param serviceBusId string
@description('Required. URL of the app\'s health checks.')
param healthUrl string

var actionGroups = empty(email) ? [] : [operators.id]

// `by`: the columns that tell one alert of a rule from another. An alert stays on while its event is in the window, and is sent once.
var queryRules = [
  {
    name: 'revocation-failed'
    title: 'A user is not locked out: a revocation has failed'
    query: loadTextContent('../queries/failed-outcomes.kql')
    by: ['outcomeId']
    severity: 1
  }
  {
    name: 'brake-engaged'
    title: 'The brake holds requests: more users at once than policy allows'
    query: loadTextContent('../queries/brake-engaged.kql')
    by: ['tenantId']
    severity: 1
  }
  {
    name: 'message-set-aside'
    title: 'A message is not read again: reading it ended the process'
    query: loadTextContent('../queries/messages-set-aside.kql')
    by: ['messageKey']
    severity: 1
  }
  {
    name: 'protected-entry'
    title: 'An entry of the policy does not protect the account that it seems to name'
    query: loadTextContent('../queries/protected-entries.kql')
    by: ['entry', 'problem']
    severity: 1
  }
  {
    name: 'person-awaited'
    title: 'A user waits for a person to decide: session-revoker pending'
    query: loadTextContent('../queries/person-awaited.kql')
    by: ['waits']
    severity: 2
  }
  {
    name: 'too-few-approvers'
    title: 'Fewer people are left who can approve than must approve: name more in confirmation.approvers'
    query: loadTextContent('../queries/too-few-approvers.kql')
    by: ['tenantId']
    severity: 2
  }
  {
    name: 'mode-or-policy-changed'
    title: 'The mode or the policy was changed, or the emergency switch was used'
    query: loadTextContent('../queries/mode-or-policy-changed.kql')
    by: ['tenantId', 'change']
    severity: 2
  }
  {
    name: 'request-waits'
    title: 'A request has waited for more than five minutes'
    query: loadTextContent('../queries/old-requests.kql')
    by: ['messageKey']
    severity: 2
  }
]

var metricRules = [
  {
    name: 'quarantine-not-empty'
    title: 'The quarantine is not empty: a request was not carried out'
    metric: 'ActiveMessages'
    entities: [rejectedQueue]
    aggregation: 'Maximum'
    threshold: 0
    severity: 2
  }
  {
    name: 'dead-letters'
    title: 'A queue of requests has dead letters for five minutes: each should be answered within two'
    metric: 'DeadletteredMessages'
    entities: [requestQueue, intakeQueue, waitsQueue, urgentQueue]
    aggregation: 'Minimum'
    threshold: 0
    severity: 1
  }
  {
    name: 'unread-expired'
    title: 'Outcomes have expired unread, or could not be passed on by notify, archive, ocsf, writeBack or seal; or messages have expired in quarantine'
    metric: 'DeadletteredMessages'
    entities: [resultsTopic, rejectedQueue, notifyQueue]
    aggregation: 'Minimum'
    threshold: 0
    severity: 2
  }
  {
    name: 'nearly-full'
    title: 'A queue or the topic has reached 80 % of its size: when it is full, nothing is published'
    metric: 'Size'
    entities: [requestQueue, intakeQueue, waitsQueue, urgentQueue, rejectedQueue, resultsTopic, notifyQueue]
    aggregation: 'Average'
    threshold: entityMegabytes * 1024 * 1024 / 10 * 8
    severity: 1
  }
  {
    name: 'queue-not-drained'
    title: 'A queue of requests was not empty for five minutes: is the app running?'
    metric: 'ActiveMessages'
    entities: [requestQueue, intakeQueue, waitsQueue, urgentQueue]
    aggregation: 'Minimum'
    threshold: 0
    severity: 1
  }
]

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'session-revoker-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'revoker'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource byQuery 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in queryRules: {
    name: rule.name
    location: location
    tags: tags
    properties: {
      displayName: rule.title
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      // Telemetry can arrive ten minutes late, so that an event is looked for three times.
      windowSize: 'PT15M'
      // A change is one from what was before.
      overrideQueryTimeRange: rule.name == 'mode-or-policy-changed' ? 'P2D' : null
      // Sends an alert once while its event is in the window. `muteActionsDuration` would also mute other events, and excludes it.
      autoMitigate: true
      // The table of a workspace that has just been created does not exist before the first event.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            dimensions: [for column in rule.by: { name: column, operator: 'Include', values: ['*'] }]
          }
        ]
      }
      actions: { actionGroups: actionGroups }
    }
  }
]

resource byMetric 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for rule in metricRules: {
    name: rule.name
    location: 'global'
    tags: tags
    properties: {
      description: rule.title
      severity: rule.severity
      enabled: true
      scopes: [serviceBusId]
      evaluationFrequency: 'PT1M'
      windowSize: 'PT5M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: rule.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.ServiceBus/namespaces'
            metricName: rule.metric
            dimensions: [{ name: 'EntityName', operator: 'Include', values: rule.entities }]
            timeAggregation: rule.aggregation
            operator: 'GreaterThan'
            threshold: rule.threshold
          }
        ]
      }
      actions: [for id in actionGroups: { actionGroupId: id }]
    }
  }
]

@description('Calls the health checks of the app from outside, every five minutes.')
resource watch 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'session-revoker-health'
  location: location
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'session-revoker-health'
    Name: 'session-revoker health'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 60
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'us-va-ash-azr' }, { Id: 'apac-sg-sin-azr' }]
    Request: { RequestUrl: healthUrl, HttpVerb: 'GET' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource unhealthy 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'app-not-healthy'
  location: 'global'
  tags: tags
  properties: {
    description: 'The app does not answer, or one of its health checks fails'
    severity: 1
    enabled: true
    scopes: [watch.id, applicationInsightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: watch.id
      componentId: applicationInsightsId
      failedLocationCount: 2
    }
    actions: [for id in actionGroups: { actionGroupId: id }]
  }
}
