using '../main.bicep'

param environmentName = 'other-cloud'
param location = 'usgovvirginia'
param alertEmail = 'soc@contoso.com'
param cloud = 'usGov'
param privateNetworking = true
