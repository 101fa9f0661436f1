import * as z from 'zod';
import { compact } from '../core/compact';
import { stricterMode } from '../core/mode';
import { locales } from '../messages/sentences/statuses';
import type { Policy } from '../core/policy';
import type { BlobConnection, Config, LedgerConfig, WebhookConfig } from './config';
import type { Environment } from './environment';
import { withoutBlanks } from './environment';
import { namesOfFormats, readAlertFormats } from './read-alert-formats';
import type { Read } from './read';
import { ONCE, problemsOf, problemsOfVariables, valid } from './read';
import { readMethods, sharePointConfig } from './read-methods';
import { readApi } from './read-api';
import { readPolicy } from './read-policy';
import { withProof } from './read-proof';
import { readCloud } from './read-cloud';
import { isRoot, isSecureUrl, readLedger, readOriginals } from './read-storage';
import { readArchive } from './read-archive';
import { readNotify } from './read-notify';
import { readSeal } from './read-seal';
import { readWriteBack } from './read-write-back';
import { readServiceBusConfig } from './service-bus-config';
import { readTenants } from './read-tenants';
import { withoutReferences } from './unresolved-references';
import { readWebhookConfig } from './webhook-config';

const appVariables = z.object({
  TENANT_ID: z
    .string({ error: 'is required: the id of the connected tenant' })
    .regex(/^[0-9a-z][0-9a-z.-]*$/i, 'is not a tenant id'),
  AZURE_CLIENT_ID: z.string().optional(),
  SHAREPOINT_ADMIN_URL: z
    .string()
    .refine(isRoot, 'is not an https URL of a host (https://NAME-admin.SUFFIX)')
    .optional(),
  SHAREPOINT_CLIENT_ID: z.string().optional(),
  CONTAINMENT_CLIENT_ID: z.string().optional(),
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
    .refine(isSecureUrl, 'is not an https URL (https://NAME.table.SUFFIX)')
    .optional(),
  LEDGER_STORAGE__blobServiceUri: z
    .string()
    .refine(isSecureUrl, 'is not an https URL (https://NAME.blob.SUFFIX)')
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
  return withoutReferences(settings, withTopicReaders(settings, readSettings(settings, appFolder)));
}

function readSettings(settings: Environment, appFolder: string): Read<Config> {
  const variables = appVariables.safeParse(settings, ONCE);
  const cloud = readCloud(settings);
  const serviceBus = readServiceBusConfig(settings);
  const ledger = readLedger(settings);
  const formats = readAlertFormats(settings['ALERT_FORMATS'], appFolder);
  const written = readPolicy(settings['REVOCATION_POLICY'], namesOfFormats(formats));
  const policy = withProof(written, settings['API_AUDIENCE']);
  const webhook = readWebhookConfig(settings, namesOfFormats(formats));
  const tenants = readTenants(settings, ledger.kind === 'valid' ? ledger.value : undefined);
  const sharePoint = sharePointConfig(settings);
  const api = readApi(settings, cloud.kind === 'valid' ? cloud.value.authorityHost : '');
  const methods = readMethods(policy.kind === 'valid' ? policy.value.methods : undefined, sharePoint);
  if (
    !variables.success ||
    cloud.kind === 'invalid' ||
    serviceBus.kind === 'invalid' ||
    ledger.kind === 'invalid' ||
    policy.kind === 'invalid' ||
    methods.kind === 'invalid' ||
    formats.kind === 'invalid' ||
    webhook.kind === 'invalid' ||
    tenants.kind === 'invalid' ||
    api.kind === 'invalid'
  ) {
    const problems = problemsOf([cloud, serviceBus, ledger, policy, methods, formats, webhook, tenants, api]);
    return { kind: 'invalid', problems: [...problems, ...problemsOfVariables(variables.error)] };
  }
  return valid({
    ...settingsOf(variables.data, ledger.value),
    policy: policyOf(variables.data, { ...policy.value, methods: methods.value }, webhook.value),
    ...compact({ sharePoint, api: api.value }),
    cloud: cloud.value,
    serviceBus: serviceBus.value,
    graph: { endpoint: cloud.value.graphEndpoint },
    tenants: tenants.value,
    formats: formats.value,
    webhook: webhook.value,
  });
}

/** The configuration with what reads outcomes from the topic. */
function withTopicReaders(settings: Environment, config: Read<Config>): Read<Config> {
  const notify = readNotify(settings);
  const archive = readArchive(settings);
  const seal = readSeal(settings, config.kind === 'valid' ? config.value.originals : undefined);
  const writeBack = readWriteBack(settings);
  if (
    config.kind === 'invalid' ||
    notify.kind === 'invalid' ||
    archive.kind === 'invalid' ||
    writeBack.kind === 'invalid' ||
    seal.kind === 'invalid'
  ) {
    // Where the storage is cannot be known from settings that are not valid.
    return {
      kind: 'invalid',
      problems: problemsOf([config, notify, archive, writeBack, ...(config.kind === 'valid' ? [seal] : [])]),
    };
  }
  const readers = {
    notify: notify.value,
    archive: archive.value,
    writeBack: writeBack.value,
    seal: seal.value,
  };
  return valid({ ...config.value, ...compact(readers) });
}

/** What single settings say, and what belongs to it. */
function settingsOf(
  read: z.infer<typeof appVariables>,
  ledger: LedgerConfig,
): Pick<Config, 'identity' | 'ledger' | 'originals' | 'locale' | 'telemetry'> {
  return {
    identity: compact({
      clientId: read.AZURE_CLIENT_ID,
      containmentClientId: read.CONTAINMENT_CLIENT_ID,
    }),
    ledger,
    ...compact({ originals: readOriginals(ledger, read.LEDGER_STORAGE__blobServiceUri) }),
    locale: read.MESSAGE_LOCALE,
    telemetry: telemetryConfig(read),
  };
}

/** The policy as its text, and the settings beside it, make it. */
function policyOf(
  read: z.infer<typeof appVariables>,
  policy: Omit<Policy, 'tenantId' | 'revocationEnabled'>,
  { provenFormats }: WebhookConfig,
): Policy {
  return {
    ...policy,
    provenFormats,
    tenantId: read.TENANT_ID,
    revocationEnabled: read.REVOCATION_ENABLED === 'true',
    mode: stricterMode(read.REVOCATION_MODE, policy.mode),
  };
}

function telemetryConfig(read: z.infer<typeof appVariables>): Config['telemetry'] {
  return compact({
    connectionString: read.APPLICATIONINSIGHTS_CONNECTION_STRING,
    byIdentity: read.APPLICATIONINSIGHTS_AUTHENTICATION_STRING !== undefined,
  });
}

/** Reads where large originals are stored, where the environment says so: all that the quarantine needs of the storage. */
export function readOriginalsConfig(environment: Environment): BlobConnection | undefined {
  const settings = withoutBlanks(environment);
  const ledger = readLedger(settings);
  const uri = appVariables.shape.LEDGER_STORAGE__blobServiceUri.safeParse(
    settings['LEDGER_STORAGE__blobServiceUri'],
  ).data;
  return readOriginals(ledger.kind === 'valid' ? ledger.value : { kind: 'memory' }, uri);
}

const switchVariables = appVariables.pick({
  AZURE_CLIENT_ID: true,
  LEDGER_STORAGE: true,
  LEDGER_STORAGE__tableServiceUri: true,
});

/** Reads where the emergency switch is: all that a stop needs, so that nothing else in the settings can prevent it. */
export function readSwitchConfig(environment: Environment): Read<Pick<Config, 'identity' | 'ledger'>> {
  const settings = withoutBlanks(environment);
  const variables = switchVariables.safeParse(settings);
  const ledger = readLedger(settings);
  if (!variables.success || ledger.kind === 'invalid') {
    return { kind: 'invalid', problems: [...problemsOf([ledger]), ...problemsOfVariables(variables.error)] };
  }
  return valid({ ledger: ledger.value, identity: compact({ clientId: variables.data.AZURE_CLIENT_ID }) });
}

/** Every problem in one message, for the log and the terminal. */
export function configurationProblems(problems: readonly string[]): string {
  const lines = problems.map((problem) => `  - ${problem}`);
  return ['session-revoker cannot start. Its configuration has these problems:', ...lines].join('\n');
}
