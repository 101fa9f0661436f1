import { archiveTable } from 'entities.bicep'

// Where analysts look for outcomes: a table, the rule by which the app writes to it, an ASIM parser and a workbook.

@description('Required. Name of the data collection rule.')
param name string
@description('Required. Region; that of the workspace.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. Name of the workspace that has the table.')
param workspaceName string
@description('Required. How many days a row is kept, at least those of the workspace.')
param retentionDays int

// Columns are only added (ARCHIVE_COLUMNS in shared/messages/archive-columns.ts). A test compares them.
var columns = [
  { name: 'TimeGenerated', type: 'datetime' }
  { name: 'OutcomeId', type: 'string' }
  { name: 'RequestId', type: 'string' }
  { name: 'Status', type: 'string' }
  { name: 'Predicted', type: 'string' }
  { name: 'Mode', type: 'string' }
  { name: 'Message', type: 'string' }
  { name: 'Detail', type: 'string' }
  { name: 'Reason', type: 'string' }
  { name: 'UserReference', type: 'string' }
  { name: 'UserId', type: 'string' }
  { name: 'UserPrincipalName', type: 'string' }
  { name: 'UserType', type: 'string' }
  { name: 'UserTenantId', type: 'string' }
  { name: 'AlertProvider', type: 'string' }
  { name: 'AlertId', type: 'string' }
  { name: 'AlertTitle', type: 'string' }
  { name: 'AlertSeverity', type: 'string' }
  { name: 'AlertUrl', type: 'string' }
  { name: 'AlertCreatedAt', type: 'datetime' }
  { name: 'EventName', type: 'string' }
  { name: 'SourceRule', type: 'string' }
  { name: 'RequestedBy', type: 'string' }
  { name: 'RequestedAt', type: 'datetime' }
  { name: 'ReceivedBy', type: 'string' }
  { name: 'ReceivedAt', type: 'datetime' }
  { name: 'CompletedAt', type: 'datetime' }
  { name: 'RevokedAt', type: 'datetime' }
  { name: 'EffectiveNoLaterThan', type: 'datetime' }
  { name: 'Bound', type: 'string' }
  { name: 'Verified', type: 'boolean' }
  { name: 'DuplicateOf', type: 'string' }
  { name: 'ApprovalId', type: 'string' }
  { name: 'ApprovalExpiresAt', type: 'datetime' }
  { name: 'Decision', type: 'string' }
  { name: 'DecidedBy', type: 'string' }
  { name: 'DecidedAt', type: 'datetime' }
  { name: 'Methods', type: 'dynamic' }
  { name: 'Issues', type: 'dynamic' }
  { name: 'DecisionProven', type: 'boolean' }
  { name: 'DecidedById', type: 'string' }
  { name: 'Approvers', type: 'dynamic' }
  { name: 'Quorum', type: 'int' }
  { name: 'RowKind', type: 'string' }
  { name: 'AboutOutcomeId', type: 'string' }
  { name: 'Verdict', type: 'string' }
  { name: 'VerdictReason', type: 'string' }
  { name: 'SignIns', type: 'dynamic' }
  { name: 'AlertFirstSeenAt', type: 'datetime' }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName

  resource table 'tables' = {
    name: archiveTable
    properties: {
      plan: 'Analytics'
      totalRetentionInDays: retentionDays
      schema: {
        name: archiveTable
        // The names of types differ from those of a stream in one.
        columns: map(columns, column => { name: column.name, type: column.type == 'datetime' ? 'dateTime' : column.type })
      }
    }
  }

  resource parser 'savedSearches@2020-08-01' = {
    name: 'ASimAuditEventSessionRevoker'
    properties: {
      category: 'ASIM'
      displayName: 'ASIM audit events of session-revoker'
      functionAlias: 'ASimAuditEventSessionRevoker'
      functionParameters: 'disabled:bool=False'
      query: loadTextContent('../archive/asim-audit-event.kql')
      version: 2
    }
    dependsOn: [table]
  }
}

@description('It has an endpoint of its own (kind Direct). Only an identity with a role on it can write.')
resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: name
  location: location
  tags: tags
  kind: 'Direct'
  properties: {
    streamDeclarations: { 'Custom-${archiveTable}': { columns: columns } }
    destinations: { logAnalytics: [{ name: 'workspace', workspaceResourceId: workspace.id }] }
    dataFlows: [
      {
        streams: ['Custom-${archiveTable}']
        destinations: ['workspace']
        outputStream: 'Custom-${archiveTable}'
        transformKql: 'source'
      }
    ]
  }
  dependsOn: [workspace::table]
}

var tiles = [
  { title: 'Users', query: loadTextContent('../archive/users.kql'), visualization: 'table' }
  { title: 'History of one user', query: loadTextContent('../archive/one-user.kql'), visualization: 'table' }
  { title: 'Outcomes', query: loadTextContent('../archive/outcomes-by-day.kql'), visualization: 'timechart' }
]

var parameterItem = {
  type: 9
  name: 'parameters'
  content: {
    version: 'KqlParameterItem/1.0'
    parameters: [
      {
        id: guid(workspace.id, 'archive-time')
        version: 'KqlParameterItem/1.0'
        name: 'Time'
        type: 4
        isRequired: true
        value: { durationMs: 2592000000 }
        typeSettings: {
          selectableValues: [{ durationMs: 86400000 }, { durationMs: 604800000 }, { durationMs: 2592000000 }]
          allowCustom: true
        }
      }
      {
        id: guid(workspace.id, 'archive-user')
        version: 'KqlParameterItem/1.0'
        name: 'User'
        label: 'User (name or object id)'
        type: 1
        value: ''
      }
    ]
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
      crossComponentResources: [workspace.id]
      visualization: tile.visualization
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'session-revoker-users')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Session revocations by user'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspace.id
    serializedData: string({ version: 'Notebook/1.0', items: concat([parameterItem], queries) })
  }
}

output ruleId string = rule.properties.immutableId
output endpoint string = rule.properties.endpoints.logsIngestion
