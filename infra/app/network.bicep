@description('Required. Suffix that makes names unique.')
param token string
@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object
@description('Required. Resource id of the Service Bus namespace.')
param serviceBusId string
@description('Required. Host name of that namespace: the private DNS zone has its suffix.')
param serviceBusHostName string
@description('Required. Resource id of the storage account.')
param storageId string
@description('Required. Resource id of the key vault; blank: none.')
param vaultId string

// The suffixes of the cloud, whichever it is. A resource that is not deployed has no endpoint.
var endpoints = filter(
  [
    {
      name: 'servicebus'
      target: serviceBusId
      part: 'namespace'
      zone: 'privatelink.${join(skip(split(serviceBusHostName, '.'), 1), '.')}'
    }
    {
      name: 'blob'
      target: storageId
      part: 'blob'
      zone: 'privatelink.blob.${environment().suffixes.storage}'
    }
    {
      name: 'table'
      target: storageId
      part: 'table'
      zone: 'privatelink.table.${environment().suffixes.storage}'
    }
    {
      name: 'vault'
      target: vaultId
      part: 'vault'
      zone: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
    }
  ],
  endpoint => !empty(endpoint.target)
)

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/24'] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.20.0.0/26'
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      { name: 'endpoints', properties: { addressPrefix: '10.20.0.64/26' } }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }
  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for endpoint in endpoints: {
    name: endpoint.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (endpoint, n) in endpoints: {
    parent: zones[n]
    name: 'to-app'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for endpoint in endpoints: {
    name: 'pe-${endpoint.name}-${token}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::endpoints.id }
      privateLinkServiceConnections: [
        { name: endpoint.name, properties: { privateLinkServiceId: endpoint.target, groupIds: [endpoint.part] } }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (endpoint, n) in endpoints: {
    parent: privateEndpoints[n]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: endpoint.name, properties: { privateDnsZoneId: zones[n].id } }]
    }
  }
]

output appSubnetId string = network::app.id
