/** The files below `infra/settings`, by the parameter of `main.bicep` that each is the default of. */
export const SETTINGS_FILES = {
  revocationPolicy: 'policy.json',
  alertFormats: 'alert-formats.json',
  securityEventIssuers: 'security-event-issuers.json',
  tenantConnections: 'tenants.json',
  additionalSettings: 'app-settings.json',
} as const;

export type FileParameter = keyof typeof SETTINGS_FILES;

/** An app setting that the operator owns, and the parameter that it is deployed from. */
export interface OwnedSetting {
  readonly setting: string;
  readonly parameter: string;
  /** The parameter whose file has the setting; with `parameter`, that parameter is used when it is not blank. */
  readonly file?: FileParameter;
  /** Its value is never printed, nor written to a file, unless it is a reference to Key Vault. */
  readonly secret?: true;
}

/** `main.bicep` has the same pairs; a test compares them. */
export const OWNED_SETTINGS: readonly OwnedSetting[] = [
  { setting: 'TENANT_ID', parameter: 'connectedTenantId' },
  { setting: 'TENANTS', parameter: 'tenants', file: 'tenantConnections' },
  { setting: 'TENANT_APPLICATION_ID', parameter: 'tenantApplicationId' },
  { setting: 'CLOUD', parameter: 'cloud' },
  { setting: 'GRAPH_ENDPOINT', parameter: 'graphEndpoint' },
  { setting: 'SHAREPOINT_ADMIN_URL', parameter: 'sharePointAdminUrl' },
  { setting: 'REVOCATION_MODE', parameter: 'revocationMode' },
  { setting: 'REVOCATION_ENABLED', parameter: 'revocationEnabled' },
  { setting: 'REVOCATION_POLICY', parameter: 'revocationPolicy', file: 'revocationPolicy' },
  { setting: 'MESSAGE_LOCALE', parameter: 'messageLocale' },
  { setting: 'ALERT_FORMATS', parameter: 'alertFormats', file: 'alertFormats' },
  { setting: 'SECURITY_EVENT_ISSUERS', parameter: 'securityEventIssuers', file: 'securityEventIssuers' },
  { setting: 'WEBHOOK_AUTHORIZATION', parameter: 'webhookAuthorization' },
  { setting: 'WRITE_BACK', parameter: 'writeBack' },
  { setting: 'API_AUDIENCE', parameter: 'apiAudience' },
  { setting: 'API_AUTHORITY', parameter: 'apiAuthority' },
  { setting: 'API_CONSOLE_CLIENT_ID', parameter: 'apiConsoleClientId' },
  { setting: 'WEBHOOK_SOURCES', parameter: 'webhookSources', secret: true },
  { setting: 'CONSOLE_URL', parameter: 'consoleUrl' },
  { setting: 'NOTIFY', parameter: 'notify', secret: true },
  { setting: 'SEAL_OUTCOMES', parameter: 'sealOutcomes' },
];

/** App settings that follow from the resources of the deployment: no file and no parameter has them. */
export const TEMPLATE_SETTINGS: readonly string[] = [
  'SHAREPOINT_CLIENT_ID',
  'CONTAINMENT_CLIENT_ID',
  'LOGS_INGESTION_ENDPOINT',
  'LOGS_INGESTION_RULE',
  'SEAL_KEY',
  'AZURE_CLIENT_ID',
  'REVOCATION_QUEUE',
  'INTAKE_QUEUE',
  'WAITS_QUEUE',
  'URGENT_QUEUE',
  'RESULTS_TOPIC',
  'OCSF_TOPIC',
  'REJECTED_QUEUE',
  'ServiceBusConnection__fullyQualifiedNamespace',
  'ServiceBusConnection__credential',
  'ServiceBusConnection__clientId',
  'LEDGER_STORAGE__tableServiceUri',
  'LEDGER_STORAGE__blobServiceUri',
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__queueServiceUri',
  'AzureWebJobsStorage__tableServiceUri',
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__clientId',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
];

/** App settings of templates before the first record, which the deployment removes. */
export const FORMER_SETTINGS: readonly string[] = ['AzureWebJobsStorage__accountName'];

/** Former names of settings that the app still reads, and their present names. A deployment writes the present ones. */
export const FORMER_NAMES: Readonly<Record<string, string>> = {
  WEBHOOK_AUTHORISATION: 'WEBHOOK_AUTHORIZATION',
};

/** The value of `webhookSources` and `notify` by which the template refers to its own key vault. */
export const OWN_KEY_VAULT = 'keyVault';

/** The app setting in which a deployment records what it has written: a `guid` of each value, by name. */
export const RECORD = 'SETTINGS_WRITTEN';

export function isKeyVaultReference(value: string): boolean {
  return /^@Microsoft\.KeyVault\(.+\)$/.test(value.trim());
}
