using '../main.bicep'

// Every parameter, each with another value than its default.
param environmentName = 'everything'
param location = 'westeurope'
param connectedTenantId = '00000000-0000-4000-8000-000000000003'
param cloud = 'china'
param graphEndpoint = 'https://graph.example.com'
param sharePointAdminUrl = 'https://contoso-admin.sharepoint.com'
param revocationMode = 'revoke'
param revocationEnabled = false
param revocationPolicy = { protected: { roles: ['Global Administrator'] }, brake: { users: 5, window: 'PT30M' } }
param messageLocale = 'fr'
param alertFormats = ['formats/contoso.json']
param securityEventIssuers = [{ issuer: 'https://issuer.example.com' }]
param keyVault = true
param webhookSources = 'keyVault'
param webhookAuthorization = 'entraId'
param notify = 'keyVault'
param consoleUrl = 'https://func-contoso.azurewebsites.net/api/console'
param archiveOutcomes = true
param archiveRetentionDays = 730
param apiAudience = '00000000-0000-4000-8000-000000000011'
param apiAuthority = 'https://login.example.com'
param alwaysReadyInstances = 2
param zoneRedundancy = 'all'
param privateNetworking = true
param alertEmail = 'soc@contoso.com'
param auditSubscription = true
param senderPrincipalIds = ['00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000005']
param operatorsGroupId = '00000000-0000-4000-8000-000000000006'
param approversGroupId = '00000000-0000-4000-8000-000000000009'
param tenants = 'table'
param tenantConnections = [{ tenantId: '00000000-0000-4000-8000-000000000010', sources: ['queue'] }]
param tenantApplicationId = '00000000-0000-4000-8000-000000000007'
param tenantAdministratorsGroupId = '00000000-0000-4000-8000-000000000008'
param additionalSettings = { EXTRA: 'value' }
param tags = { 'cost-center': 'security' }
