using '../main.bicep'

param environmentName = 'other-cloud'
param location = 'usgovvirginia'
param cloud = 'usGov'
param privateNetworking = true
