import { requestQueue, rejectedQueue } from 'entities.bicep'

@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. The workspace with the telemetry.')
param workspaceId string
@description('Required. The Service Bus namespace.')
param serviceBusId string

var tiles = [
  {
    title: 'Waiting for approval'
    query: loadTextContent('../queries/waiting-for-a-person.kql')
    visualization: 'table'
  }
  { title: 'Requests that wait', query: loadTextContent('../queries/requests-waiting.kql'), visualization: 'table' }
  { title: 'Outcomes', query: loadTextContent('../queries/outcomes-over-time.kql'), visualization: 'timechart' }
  { title: 'Time to revoke (ms)', query: loadTextContent('../queries/time-to-revoke.kql'), visualization: 'timechart' }
  {
    title: 'By source and severity'
    query: loadTextContent('../queries/outcomes-by-source.kql')
    visualization: 'table'
  }
  {
    title: 'Throttling and other waits'
    query: loadTextContent('../queries/graph-throttling.kql')
    visualization: 'timechart'
  }
  {
    title: 'Deliveries that failed'
    query: loadTextContent('../queries/deliveries-failed.kql')
    visualization: 'table'
  }
]

var timeRange = {
  type: 9
  name: 'time'
  content: {
    version: 'KqlParameterItem/1.0'
    parameters: [
      {
        id: guid(workspaceId, 'time')
        version: 'KqlParameterItem/1.0'
        name: 'Time'
        type: 4
        isRequired: true
        value: { durationMs: 86400000 }
        typeSettings: {
          selectableValues: [
            { durationMs: 3600000 }
            { durationMs: 86400000 }
            { durationMs: 604800000 }
            { durationMs: 2592000000 }
          ]
        }
      }
    ]
  }
}

var queues = {
  type: 10
  name: 'queues'
  content: {
    chartId: guid(workspaceId, 'queues')
    version: 'MetricsItem/2.0'
    title: 'Messages on the request queue and in quarantine'
    size: 0
    chartType: 2
    resourceType: 'microsoft.servicebus/namespaces'
    metricScope: 0
    resourceIds: [serviceBusId]
    timeContextFromParameter: 'Time'
    metrics: [
      {
        namespace: 'microsoft.servicebus/namespaces'
        metric: 'microsoft.servicebus/namespaces--ActiveMessages'
        aggregation: 3
        splitBy: 'EntityName'
      }
    ]
    filters: [{ id: '1', key: 'EntityName', operator: 0, values: [requestQueue, rejectedQueue] }]
  }
}

var queries = [
  for (tile, n) in tiles: {
    type: 3
    name: 'query-${n}'
    content: {
      version: 'KqlItem/1.0'
      title: tile.title
      query: tile.query
      size: 0
      timeContextFromParameter: 'Time'
      queryType: 0
      resourceType: 'microsoft.operationalinsights/workspaces'
      crossComponentResources: [workspaceId]
      visualization: tile.visualization
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'session-revoker')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Session revocations'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspaceId
    serializedData: string({ version: 'Notebook/1.0', items: concat([timeRange], queries, [queues]) })
  }
}
