import { webhookSecret, notifySecret, sealKey } from 'entities.bicep'

@description('Required. Name of the vault.')
param name string
@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. Whether the vault is accessible only through a private endpoint.')
param privateNetworking bool
@description('Required. The workspace for its log.')
param workspaceId string
@description('Required. Whether it has the key that signs the seal of outcomes.')
param seals bool

@description('For the secrets of senders that sign, and the addresses of those who are notified. An operator sets them; no deployment writes one.')
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: privateNetworking ? 'Deny' : 'Allow', bypass: 'None' }
  }
}

@description('It never leaves the vault, and only the app may sign with it.')
resource key 'Microsoft.KeyVault/vaults/keys@2023-07-01' = if (seals) {
  parent: vault
  name: sealKey
  properties: { kty: 'EC', curveName: 'P-256', keyOps: ['sign', 'verify'] }
}

resource log 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
@description('The reference to the secret, without a version: the platform fetches a new one.')
output webhookSources string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${webhookSecret})'
@description('The same for the destinations of notifications.')
output notify string = '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/${notifySecret})'
@description('The key that signs the seal, without a version; blank without it.')
output sealKey string = seals ? '${vault.properties.vaultUri}keys/${sealKey}' : ''
