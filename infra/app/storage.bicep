import { ledgerTable, tenantsTable, switchTable, originalsContainer, sealsContainer } from 'entities.bicep'

@description('Required. Name of the account.')
param name string
@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. Whether the account is in three zones.')
param zoneRedundant bool
@description('Required. Whether the account is accessible only through private endpoints.')
param privateNetworking bool
@description('Required. Whether outcomes are sealed.')
param seals bool
@description('Required. For how many days a segment of the seal can be neither changed nor removed; 0: there is no such policy.')
param sealRetentionDays int

@description('Storage for the host (the deployed package, keys, leases of timers) and for the ledger.')
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  // In three zones by default: the ledger prevents repeated revocations and lost outcomes.
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: privateNetworking ? 'Deny' : 'Allow', bypass: 'None' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: { deleteRetentionPolicy: { enabled: true, days: 7 } }

    resource package 'containers' = {
      name: 'app-package'
      properties: { publicAccess: 'None' }
    }

    resource originals 'containers' = {
      name: originalsContainer
      properties: { publicAccess: 'None' }
    }

    resource sealed 'containers' = if (seals) {
      name: sealsContainer
      properties: { publicAccess: 'None' }

      // It is not locked: that is a step of a person, and cannot be taken back (docs/tamper-evidence.md).
      resource policy 'immutabilityPolicies' = if (sealRetentionDays > 0) {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: sealRetentionDays
          allowProtectedAppendWrites: true
        }
      }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource ledger 'tables' = {
      name: ledgerTable
    }

    resource tenants 'tables' = {
      name: tenantsTable
    }

    resource emergencySwitch 'tables' = {
      name: switchTable
    }
  }
}

output id string = account.id
output name string = account.name
