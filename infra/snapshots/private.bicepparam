using '../main.bicep'

param environmentName = 'private'
param location = 'westeurope'
param alertEmail = 'soc@contoso.com'
param privateNetworking = true
