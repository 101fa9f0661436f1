import { describe, expect, it } from '@jest/globals';
import { cloudNamed } from '../../shared/config/clouds';
import type { Environment } from '../../shared/config/environment';
import {
  configurationProblems,
  readAppConfig as readAppConfigIn,
  readSwitchConfig,
} from '../../shared/config/read-environment';
import { readServiceBusConfig } from '../../shared/config/service-bus-config';
import { TENANT_ID } from '../support/builders';

const ServiceBusConnection =
  'Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b';
const LEDGER_STORAGE =
  'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b;EndpointSuffix=core.windows.net';
const least: Environment = { ServiceBusConnection, LEDGER_STORAGE, TENANT_ID };
const limits = {
  brake: { users: 25, windowMs: 3_600_000, repeats: 3 },
  urgent: { sources: ['queue', 'webhook', 'entra', 'issuer'], users: 100, windowMs: 600_000 },
  provenFormats: {},
  sources: [],
  protected: { users: [], groups: [], roles: [] },
  confirmation: { always: false, groups: [], roles: [], expiresAfterMs: 43_200_000 },
  approvals: { proof: 'optional', maxAuthAgeMs: 900_000, quorum: 1, authenticationContexts: [] },
  maxRequestAgeMs: 14_400_000,
  unknownAge: 'confirm',
  deduplicationWindowMs: 3_600_000,
  recordRetentionMs: 604_800_000,
};

const readAppConfig = (environment: Environment) => readAppConfigIn(environment, __dirname);

function problems(environment: Environment): readonly string[] {
  const read = readAppConfig(environment);
  return read.kind === 'invalid' ? read.problems : [];
}

describe('the least configuration', () => {
  it('is two connections and a tenant; the rest has the defaults that docs/settings.md names', () =>
    expect(readAppConfig(least)).toEqual({
      kind: 'valid',
      value: {
        serviceBus: {
          connection: { kind: 'connectionString', connectionString: ServiceBusConnection },
          entities: {
            requestQueue: 'revocation-requests',
            intakeQueue: 'revocation-intake',
            waitsQueue: 'revocation-waits',
            urgentQueue: 'revocation-urgent',
            resultsTopic: 'revocation-results',
            rejectedQueue: 'revocation-rejected',
          },
        },
        cloud: cloudNamed('global'),
        graph: { endpoint: 'https://graph.microsoft.com' },
        identity: {},
        ledger: { kind: 'connectionString', connectionString: LEDGER_STORAGE },
        tenants: { kind: 'none' },
        originals: { kind: 'connectionString', connectionString: LEDGER_STORAGE },
        policy: {
          tenantId: TENANT_ID,
          revocationEnabled: true,
          mode: 'revoke',
          methods: ['graph'],
          ...limits,
        },
        locale: 'en',
        formats: [],
        webhook: { senders: [], provenFormats: {}, issuers: [], authorization: 'functionKey' },
        telemetry: { byIdentity: false },
      },
    }));
  it('may add formats of alerts, each of whose problems is reported', () => {
    const format = {
      name: 'acme',
      match: [{ path: 'acme', exists: true }],
      alert: { provider: 'Acme' },
      accounts: [{ names: { id: 'id' } }],
    };
    const read = readAppConfig({ ...least, ALERT_FORMATS: JSON.stringify([format]) });
    expect(read).toMatchObject({ kind: 'valid', value: { formats: [{ name: 'acme' }] } });
    const broken = [
      { ...format, match: [{ path: 'a[', exists: true }] },
      { ...format, name: 'other', accounts: [{ names: {} }] },
    ];
    expect(problems({ ...least, ALERT_FORMATS: JSON.stringify(broken) })).toEqual([
      'ALERT_FORMATS [0].match[0].path: is not a path: write names with dots between them, [] for each item, [name=value] for some items',
      'ALERT_FORMATS [1].accounts[0].names: must have at least one path',
    ]);
    expect(problems({ ...least, ALERT_FORMATS: '[' })).toEqual(['ALERT_FORMATS: is not JSON']);
  });
  it('is the same when every other setting is blank', () => {
    const names = [
      'REVOCATION_QUEUE',
      'CLOUD',
      'GRAPH_ENDPOINT',
      'AZURE_AUTHORITY_HOST',
      'REVOCATION_MODE',
      'REVOCATION_POLICY',
      'ALERT_FORMATS',
      'LEDGER_STORAGE__tableServiceUri',
      'AZURE_CLIENT_ID',
      'ServiceBusConnection__fullyQualifiedNamespace',
    ];
    expect(readAppConfig({ ...least, ...Object.fromEntries(names.map((name) => [name, ' '])) })).toEqual(
      readAppConfig(least),
    );
  });
});

describe('every setting', () => {
  it('has its effect', () =>
    expect(
      readAppConfig({
        ServiceBusConnection__fullyQualifiedNamespace: 'contoso.servicebus.windows.net',
        TENANT_ID,
        REVOCATION_QUEUE: 'q',
        INTAKE_QUEUE: '',
        WAITS_QUEUE: 'w',
        URGENT_QUEUE: 'u',
        RESULTS_TOPIC: 't',
        OCSF_TOPIC: 'o',
        REJECTED_QUEUE: 'r',
        CLOUD: 'china',
        GRAPH_ENDPOINT: 'https://graph.microsoft.us/',
        AZURE_AUTHORITY_HOST: 'https://authority.example/',
        AZURE_CLIENT_ID: 'client',
        REVOCATION_MODE: 'whatIf',
        REVOCATION_ENABLED: 'false',
        MESSAGE_LOCALE: 'fr',
        LEDGER_STORAGE: 'memory',
        REVOCATION_POLICY: '{"maxRequestAge":"PT30M"}',
        APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=1',
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=client;Authorization=AAD',
      }),
    ).toEqual({
      kind: 'valid',
      value: {
        serviceBus: {
          connection: { kind: 'identity', fullyQualifiedNamespace: 'contoso.servicebus.windows.net' },
          entities: {
            requestQueue: 'q',
            waitsQueue: 'w',
            urgentQueue: 'u',
            resultsTopic: 't',
            ocsfTopic: 'o',
            rejectedQueue: 'r',
          },
        },
        cloud: {
          ...cloudNamed('china'),
          graphEndpoint: 'https://graph.microsoft.us',
          authorityHost: 'https://authority.example',
        },
        graph: { endpoint: 'https://graph.microsoft.us' },
        identity: { clientId: 'client' },
        ledger: { kind: 'memory' },
        tenants: { kind: 'none' },
        policy: {
          tenantId: TENANT_ID,
          revocationEnabled: false,
          mode: 'whatIf',
          methods: ['graph'],
          ...limits,
          maxRequestAgeMs: 1_800_000,
          unknownAge: 'confirm',
        },
        formats: [],
        webhook: { senders: [], provenFormats: {}, issuers: [], authorization: 'functionKey' },
        locale: 'fr',
        telemetry: { connectionString: 'InstrumentationKey=1', byIdentity: true },
      },
    }));
  it.each([
    ['ServiceBusConnection', 'secret', 'is not a Service Bus connection string (Endpoint=sb://…)'],
    ['TENANT_ID', 'two words', 'is not a tenant id'],
    ['REVOCATION_QUEUE', 'a b', 'is not the name of a Service Bus entity'],
    ['OCSF_TOPIC', 'a b', 'is not the name of a Service Bus entity'],
    ['OCSF_TOPIC', 'Revocation-Results', 'is the same topic as RESULTS_TOPIC: name another one'],
    ['GRAPH_ENDPOINT', 'http://graph.microsoft.com', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'graph.microsoft.com', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'https://user:secret@graph.microsoft.com', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'https://graph.microsoft.com/v1.0', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'https://graph.microsoft.com/?x', 'is not an https URL of a host'],
    ['AZURE_AUTHORITY_HOST', 'http://login.microsoftonline.us', 'is not an https URL of a host'],
    ['CLOUD', 'GLOBAL', 'must be one of global, usGov, usGovDod, china'],
    ['CLOUD', 'germany', 'must be one of global, usGov, usGovDod, china'],
    ['REVOCATION_MODE', 'preview', 'must be revoke or whatIf'],
    ['REVOCATION_MODE', 'whatif', 'must be revoke or whatIf'],
    ['REVOCATION_ENABLED', 'no', 'must be true or false'],
    ['MESSAGE_LOCALE', 'de', 'must be one of en, fr'],
    ['LEDGER_STORAGE', 'secret', 'is neither a storage connection string (…;AccountName=…) nor memory'],
    ['REVOCATION_POLICY', '{"maxRequestAge": secret}', 'is not JSON'],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'secret', 'is not Authorization=AAD'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'x', 'is not a connection string (InstrumentationKey=…)'],
  ])('%s=%s is a problem', (name, value, problem) => {
    const found = problems({ ...least, [name]: value });
    expect(found).toEqual([`${name}: ${problem}`]);
    expect(found.join()).not.toContain('secret');
  });
});

describe('the stricter mode', () => {
  it.each([
    ['revoke', 'revoke', 'revoke'],
    ['whatIf', 'revoke', 'whatIf'],
    ['revoke', 'whatIf', 'whatIf'],
  ])('of the app (%s) and the policy (%s) counts: %s', (app, policy, mode) =>
    expect(
      readAppConfig({ ...least, REVOCATION_MODE: app, REVOCATION_POLICY: JSON.stringify({ mode: policy }) }),
    ).toMatchObject({ value: { policy: { mode } } }),
  );
});

describe('the ledger', () => {
  const { LEDGER_STORAGE: _none, ...others } = least;
  it('is in memory only if the setting says so', () =>
    expect(problems(others)).toEqual(['LEDGER_STORAGE: is required, or LEDGER_STORAGE__tableServiceUri']));
  it('is reached with an identity where an address is given', () =>
    expect(
      readAppConfig({ ...others, LEDGER_STORAGE__tableServiceUri: 'https://a.table.core.windows.net' }),
    ).toMatchObject({
      value: { ledger: { kind: 'identity', tableServiceUri: 'https://a.table.core.windows.net' } },
    }));
  it('sends no token to an address without TLS', () =>
    expect(
      problems({ ...others, LEDGER_STORAGE__tableServiceUri: 'http://a.table.core.windows.net' }),
    ).toEqual(['LEDGER_STORAGE__tableServiceUri: is not an https URL (https://NAME.table.SUFFIX)']));
});

describe('large originals are stored', () => {
  const { LEDGER_STORAGE: _none, ...others } = least;
  const originals = (settings: Environment): unknown => {
    const read = readAppConfig({ ...others, ...settings });
    return read.kind === 'valid' ? read.value.originals : read.problems;
  };
  const table = 'LEDGER_STORAGE__tableServiceUri';
  const blob = 'LEDGER_STORAGE__blobServiceUri';
  const account = 'AccountName=a;AccountKey=b';
  it.each<[string, Environment, unknown]>([
    [
      'in the blobs of the account whose tables have the ledger',
      { [table]: 'https://a.table.core.windows.net' },
      { kind: 'identity', blobServiceUri: 'https://a.blob.core.windows.net' },
    ],
    [
      'in other blobs if a setting says so',
      { [table]: 'https://a.table.core.windows.net', [blob]: 'https://b.example' },
      { kind: 'identity', blobServiceUri: 'https://b.example' },
    ],
    [
      'by the connection string of the ledger',
      { LEDGER_STORAGE: account },
      { kind: 'connectionString', connectionString: account },
    ],
    [
      'by the endpoint that the connection string names',
      { LEDGER_STORAGE: `${account};TableEndpoint=http://t;BlobEndpoint=http://b` },
      {
        kind: 'connectionString',
        connectionString: `${account};TableEndpoint=http://t;BlobEndpoint=http://b`,
      },
    ],
    [
      'nowhere when the connection string names tables alone',
      { LEDGER_STORAGE: `${account};TableEndpoint=http://t` },
      undefined,
    ],
    ['nowhere when the address of the tables names no blobs', { [table]: 'https://a.example' }, undefined],
    ['nowhere with the ledger in memory', { LEDGER_STORAGE: 'memory' }, undefined],
    [
      'never at an address without TLS',
      { LEDGER_STORAGE: account, [blob]: 'http://b.example' },
      ['LEDGER_STORAGE__blobServiceUri: is not an https URL (https://NAME.blob.SUFFIX)'],
    ],
  ])('%s', (_where, settings, expected) => expect(originals(settings)).toEqual(expected));
});

describe('problems are reported', () => {
  it('all at once', () =>
    expect(
      problems({ REVOCATION_MODE: 'x', MESSAGE_LOCALE: 'y' }).map((problem) => problem.split(':')[0]),
    ).toEqual(['ServiceBusConnection', 'LEDGER_STORAGE', 'TENANT_ID', 'REVOCATION_MODE', 'MESSAGE_LOCALE']));
  it('in one message', () =>
    expect(configurationProblems(['A: is wrong', 'B: is wrong'])).toBe(
      'session-revoker cannot start. Its configuration has these problems:\n  - A: is wrong\n  - B: is wrong',
    ));
  it('of formats and of a policy that names formats', () =>
    expect(
      problems({ ...least, ALERT_FORMATS: '[', REVOCATION_POLICY: '{"sources":{"whatIf":["x"]}}' }),
    ).toEqual([
      'REVOCATION_POLICY.sources.whatIf[0]: x is not the name of a format',
      'ALERT_FORMATS: is not JSON',
    ]));
  it('of two connections that contradict each other', () =>
    expect(problems({ ...least, ServiceBusConnection__fullyQualifiedNamespace: 'x' })).toEqual([
      'ServiceBusConnection: is set together with ServiceBusConnection__fullyQualifiedNamespace: set only one of them',
    ]));
  it('of two ledgers', () =>
    expect(
      problems({ ...least, LEDGER_STORAGE__tableServiceUri: 'https://a.table.core.windows.net' }),
    ).toEqual([
      'LEDGER_STORAGE: is set together with LEDGER_STORAGE__tableServiceUri: set only one of them',
    ]));
});

describe('the CLI', () => {
  it('needs the Service Bus settings and no others', () => {
    expect(readServiceBusConfig({ ServiceBusConnection, GRAPH_ENDPOINT: 'nonsense' })).toMatchObject({
      kind: 'valid',
    });
    expect(readServiceBusConfig({})).toMatchObject({ kind: 'invalid' });
  });
  it('needs the ledger alone to stop, whatever is wrong with other settings', () => {
    expect(readSwitchConfig({ LEDGER_STORAGE, REVOCATION_POLICY: '[', CLOUD: 'x' })).toMatchObject({
      value: { ledger: { kind: 'connectionString' } },
    });
    expect(readSwitchConfig({ TENANT_ID })).toMatchObject({ kind: 'invalid' });
    expect(readSwitchConfig({ LEDGER_STORAGE__tableServiceUri: 'http://a' })).toMatchObject({
      kind: 'invalid',
    });
  });
});
