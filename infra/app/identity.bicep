@description('Required. Name of the identity.')
param name string
@description('Required. Region.')
param location string
@description('Required. Tags.')
param tags object

@description('The identity that the app uses for every connection.')
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
