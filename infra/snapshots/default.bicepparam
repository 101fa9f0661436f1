using '../main.bicep'

// What a first deployment has.
param environmentName = 'default'
param location = 'westeurope'
param alertEmail = 'soc@contoso.com'
