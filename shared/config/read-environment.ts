import * as z from 'zod';
import { compact } from '../core/compact';
import { stricterMode } from '../core/mode';
import { locales } from '../messages/sentences/statuses';
import type { Config, LedgerConfig, ServiceBusConfig, ServiceBusConnection } from './config';
import { namesOfFormats, readAlertFormats } from './read-alert-formats';
import type { Read } from './read';
import { problemsOf, valid } from './read';
import { readPolicy } from './read-policy';
import { readWebhookConfig } from './webhook-config';

export type Environment = Readonly<Record<string, string | undefined>>;

const entityName = z.string().regex(/^[A-Za-z0-9][\w./-]{0,259}$/, 'is not the name of a Service Bus entity');

const serviceBusVariables = z.object({
  ServiceBusConnection: z
    .string()
    .regex(/(?:^|;)\s*Endpoint=sb:\/\//i, 'is not a Service Bus connection string (Endpoint=sb://…)')
    .optional(),
  ServiceBusConnection__fullyQualifiedNamespace: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/, 'is not a host name (NAME.servicebus.windows.net)')
    .optional(),
  REVOCATION_QUEUE: entityName.default('revocation-requests'),
  RESULTS_TOPIC: entityName.default('revocation-results'),
  REJECTED_QUEUE: entityName.default('revocation-rejected'),
});

const appVariables = serviceBusVariables.extend({
  TENANT_ID: z
    .string({ error: 'is required: the id of the connected tenant' })
    .regex(/^[0-9a-z][0-9a-z.-]*$/i, 'is not a tenant id'),
  GRAPH_ENDPOINT: z
    .string()
    .refine(isRoot, 'is not an https URL of a host')
    .default('https://graph.microsoft.com'),
  AZURE_CLIENT_ID: z.string().optional(),
  REVOCATION_MODE: z.enum(['revoke', 'whatIf'], 'must be revoke or whatIf').default('revoke'),
  REVOCATION_ENABLED: z.enum(['true', 'false'], 'must be true or false').default('true'),
  MESSAGE_LOCALE: z.enum(locales, `must be one of ${locales.join(', ')}`).default('en'),
  LEDGER_STORAGE: z
    .string()
    .regex(
      /^memory$|(?:^|;)\s*(?:AccountName|TableEndpoint)=/i,
      'is neither a storage connection string (…;AccountName=…) nor memory',
    )
    .optional(),
  LEDGER_STORAGE__tableServiceUri: z
    .string()
    .refine(isSecureUrl, 'is not an https URL (https://NAME.table.core.windows.net)')
    .optional(),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/(?:^|;)\s*InstrumentationKey=/i, 'is not a connection string (InstrumentationKey=…)')
    .optional(),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z
    .string()
    .regex(/(?:^|;)\s*Authorization=AAD\s*(?:;|$)/i, 'is not Authorization=AAD')
    .optional(),
});

/**
 * Reads the configuration of the function app.
 *
 * @param appFolder the folder of the app, to which files in settings are relative
 */
export function readAppConfig(environment: Environment, appFolder: string): Read<Config> {
  const settings = withoutBlanks(environment);
  const variables = appVariables.safeParse(settings);
  const connection = readConnection(settings);
  const ledger = readLedger(settings);
  const formats = readAlertFormats(settings['ALERT_FORMATS'], appFolder);
  const policy = readPolicy(settings['REVOCATION_POLICY'], namesOfFormats(formats));
  const webhook = readWebhookConfig(settings);
  if (
    !variables.success ||
    connection.kind === 'invalid' ||
    ledger.kind === 'invalid' ||
    policy.kind === 'invalid' ||
    formats.kind === 'invalid' ||
    webhook.kind === 'invalid'
  ) {
    return invalid(variables.error, connection, ledger, policy, formats, webhook);
  }
  const read = variables.data;
  return {
    kind: 'valid',
    value: {
      serviceBus: serviceBusConfig(read, connection.value),
      graph: { endpoint: new URL(read.GRAPH_ENDPOINT).origin },
      identity: compact({ clientId: read.AZURE_CLIENT_ID }),
      ledger: ledger.value,
      policy: {
        ...policy.value,
        tenantId: read.TENANT_ID,
        revocationEnabled: read.REVOCATION_ENABLED === 'true',
        mode: stricterMode(read.REVOCATION_MODE, policy.value.mode),
      },
      locale: read.MESSAGE_LOCALE,
      formats: formats.value,
      webhook: webhook.value,
      telemetry: telemetryConfig(read),
    },
  };
}

function telemetryConfig(read: z.infer<typeof appVariables>): Config['telemetry'] {
  return compact({
    connectionString: read.APPLICATIONINSIGHTS_CONNECTION_STRING,
    byIdentity: read.APPLICATIONINSIGHTS_AUTHENTICATION_STRING !== undefined,
  });
}

/** Reads the configuration of Service Bus and nothing else: all that sending from the CLI needs. */
export function readServiceBusConfig(environment: Environment): Read<ServiceBusConfig> {
  const settings = withoutBlanks(environment);
  const variables = serviceBusVariables.safeParse(settings);
  const connection = readConnection(settings);
  if (!variables.success || connection.kind === 'invalid') return invalid(variables.error, connection);
  return { kind: 'valid', value: serviceBusConfig(variables.data, connection.value) };
}

function serviceBusConfig(
  read: z.infer<typeof serviceBusVariables>,
  connection: ServiceBusConnection,
): ServiceBusConfig {
  const { REVOCATION_QUEUE: requestQueue, RESULTS_TOPIC: resultsTopic, REJECTED_QUEUE: rejectedQueue } = read;
  return { connection, entities: { requestQueue, resultsTopic, rejectedQueue } };
}

function readConnection(settings: Environment): Read<ServiceBusConnection> {
  const setting = oneOf(settings, 'ServiceBusConnection', 'ServiceBusConnection__fullyQualifiedNamespace');
  if (setting.kind === 'invalid') return setting;
  const { form, value } = setting.value;
  return form === 'string'
    ? valid({ kind: 'connectionString', connectionString: value })
    : valid({ kind: 'identity', fullyQualifiedNamespace: value });
}

function readLedger(settings: Environment): Read<LedgerConfig> {
  const setting = oneOf(settings, 'LEDGER_STORAGE', 'LEDGER_STORAGE__tableServiceUri');
  if (setting.kind === 'invalid') return setting;
  const { form, value } = setting.value;
  if (form === 'identity') return valid({ kind: 'identity', tableServiceUri: value });
  return value.toLowerCase() === 'memory'
    ? valid({ kind: 'memory' })
    : valid({ kind: 'connectionString', connectionString: value });
}

/** A connection is set in one of two forms: a connection string, or an address that is used with an identity. */
function oneOf(
  settings: Environment,
  byString: string,
  byIdentity: string,
): Read<{ readonly form: 'string' | 'identity'; readonly value: string }> {
  const [text, address] = [settings[byString], settings[byIdentity]];
  if (text !== undefined && address !== undefined) {
    return {
      kind: 'invalid',
      problems: [`${byString}: is set together with ${byIdentity}: set only one of them`],
    };
  }
  if (text !== undefined) return valid({ form: 'string', value: text });
  if (address !== undefined) return valid({ form: 'identity', value: address });
  return { kind: 'invalid', problems: [`${byString}: is required, or ${byIdentity}`] };
}

function invalid(error: z.ZodError | undefined, ...parts: readonly Read<unknown>[]): Read<never> {
  const ofVariables = error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  return { kind: 'invalid', problems: [...problemsOf(parts), ...ofVariables] };
}

/** A blank app setting counts as absent. */
function withoutBlanks(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

function isRoot(value: string): boolean {
  return isSecureUrl(value) && URL.parse(value)?.pathname === '/';
}

function isSecureUrl(value: string): boolean {
  const url = URL.parse(value);
  return (
    url?.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}

/** Every problem in one message, for the log and the terminal. */
export function configurationProblems(problems: readonly string[]): string {
  const lines = problems.map((problem) => `  - ${problem}`);
  return ['session-revoker cannot start. Its configuration has these problems:', ...lines].join('\n');
}
