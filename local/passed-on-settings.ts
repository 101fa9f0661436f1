type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of the app that can be tried with `npm start`. */
export const TAKEN = [
  'REVOCATION_MODE',
  'REVOCATION_ENABLED',
  'MESSAGE_LOCALE',
  'REVOCATION_POLICY',
  'ALERT_FORMATS',
  'WEBHOOK_SOURCES',
  'WEBHOOK_AUTHORIZATION',
  'WEBHOOK_AUTHORISATION',
  'CONSOLE_URL',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
] as const;

/** Settings by which the app reaches the parts of the local stack, which sets them itself. */
export const OF_THE_STACK = [
  'NOTIFY',
  'WRITE_BACK',
  'LOGS_INGESTION_ENDPOINT',
  'LOGS_INGESTION_RULE',
  'SEAL_OUTCOMES',
  'SEAL_KEY',
  'ServiceBusConnection',
  'ServiceBusConnection__fullyQualifiedNamespace',
  'REVOCATION_QUEUE',
  'RESULTS_TOPIC',
  'OCSF_TOPIC',
  'REJECTED_QUEUE',
  'INTAKE_QUEUE',
  'WAITS_QUEUE',
  'URGENT_QUEUE',
  'TENANT_ID',
  'TENANTS',
  'TENANT_APPLICATION_ID',
  'CLOUD',
  'AZURE_AUTHORITY_HOST',
  'GRAPH_ENDPOINT',
  'SHAREPOINT_ADMIN_URL',
  'SHAREPOINT_CLIENT_ID',
  'CONTAINMENT_CLIENT_ID',
  'AZURE_CLIENT_ID',
  'LEDGER_STORAGE',
  'LEDGER_STORAGE__tableServiceUri',
  'LEDGER_STORAGE__blobServiceUri',
  'SECURITY_EVENT_ISSUERS',
  'API_AUDIENCE',
  'API_AUTHORITY',
  'API_CONSOLE_CLIENT_ID',
] as const;

/** The settings that an environment has for the app: those that the local stack passes on to it. */
export function takenFrom(
  environment: Environment,
): Readonly<Partial<Record<(typeof TAKEN)[number], string>>> {
  return Object.fromEntries(
    TAKEN.flatMap((name): [string, string][] => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** What a reader of the output must know of the settings in their environment; undefined when there are none. */
export function sayingOfSettings(environment: Environment): string | undefined {
  const namesIn = (list: readonly string[]): string =>
    list.filter((name) => environment[name] !== undefined).join(', ');
  const [taken, own] = [namesIn(TAKEN), namesIn(OF_THE_STACK)];
  const lines = [
    ...(taken === '' ? [] : [`Settings taken from the environment: ${taken}.`]),
    ...(own === '' ? [] : [`Not taken, since the local stack has its own: ${own}.`]),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}
