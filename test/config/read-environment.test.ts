import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../shared/config/read-environment';
import {
  configurationProblems,
  readAppConfig,
  readServiceBusConfig,
} from '../../shared/config/read-environment';
import { TENANT_ID } from '../support/builders';

const ServiceBusConnection =
  'Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b';
const least: Environment = { ServiceBusConnection, TENANT_ID };

function problems(environment: Environment): readonly string[] {
  const read = readAppConfig(environment);
  return read.kind === 'invalid' ? read.problems : [];
}

describe('the least configuration', () => {
  it('is a connection and a tenant; the rest has the defaults that the README names', () =>
    expect(readAppConfig(least)).toEqual({
      kind: 'valid',
      value: {
        serviceBus: {
          connection: { kind: 'connectionString', connectionString: ServiceBusConnection },
          entities: {
            requestQueue: 'revocation-requests',
            resultsTopic: 'revocation-results',
            rejectedQueue: 'revocation-rejected',
          },
        },
        graph: { endpoint: 'https://graph.microsoft.com' },
        identity: {},
        policy: { tenantId: TENANT_ID, revocationEnabled: true, mode: 'revoke' },
        locale: 'en',
        telemetry: {},
      },
    }));
  it('is the same when every other setting is blank', () => {
    const names = [
      'REVOCATION_QUEUE',
      'GRAPH_ENDPOINT',
      'REVOCATION_MODE',
      'LEDGER_STORAGE',
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
        RESULTS_TOPIC: 't',
        REJECTED_QUEUE: 'r',
        GRAPH_ENDPOINT: 'https://graph.microsoft.us/',
        AZURE_CLIENT_ID: 'client',
        REVOCATION_MODE: 'whatIf',
        REVOCATION_ENABLED: 'false',
        MESSAGE_LOCALE: 'fr',
        LEDGER_STORAGE: 'memory',
        APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=1',
      }),
    ).toEqual({
      kind: 'valid',
      value: {
        serviceBus: {
          connection: { kind: 'identity', fullyQualifiedNamespace: 'contoso.servicebus.windows.net' },
          entities: { requestQueue: 'q', resultsTopic: 't', rejectedQueue: 'r' },
        },
        graph: { endpoint: 'https://graph.microsoft.us' },
        identity: { clientId: 'client' },
        policy: { tenantId: TENANT_ID, revocationEnabled: false, mode: 'whatIf' },
        locale: 'fr',
        telemetry: { connectionString: 'InstrumentationKey=1' },
      },
    }));
  it.each([
    ['ServiceBusConnection', 'secret', 'is not a Service Bus connection string (Endpoint=sb://…)'],
    ['TENANT_ID', 'two words', 'is not a tenant id'],
    ['REVOCATION_QUEUE', 'a b', 'is not the name of a Service Bus entity'],
    ['GRAPH_ENDPOINT', 'http://graph.microsoft.com', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'graph.microsoft.com', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'https://user:secret@graph.microsoft.com', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'https://graph.microsoft.com/v1.0', 'is not an https URL of a host'],
    ['GRAPH_ENDPOINT', 'https://graph.microsoft.com/?x', 'is not an https URL of a host'],
    ['REVOCATION_MODE', 'preview', 'must be revoke or whatIf'],
    ['REVOCATION_MODE', 'whatif', 'must be revoke or whatIf'],
    ['REVOCATION_ENABLED', 'no', 'must be true or false'],
    ['MESSAGE_LOCALE', 'de', 'must be one of en, fr'],
    [
      'LEDGER_STORAGE',
      'UseDevelopmentStorage=true',
      'must be absent or memory: no other ledger is available yet',
    ],
    [
      'LEDGER_STORAGE__tableServiceUri',
      'https://x',
      'must be absent: no ledger in table storage is available yet',
    ],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'x', 'is not a connection string (InstrumentationKey=…)'],
  ])('%s=%s is a problem', (name, value, problem) => {
    const found = problems({ ...least, [name]: value });
    expect(found).toEqual([`${name}: ${problem}`]);
    expect(found.join()).not.toContain('secret');
  });
});

describe('problems are told', () => {
  it('all at once', () =>
    expect(
      problems({ REVOCATION_MODE: 'x', MESSAGE_LOCALE: 'y' }).map((problem) => problem.split(':')[0]),
    ).toEqual(['ServiceBusConnection', 'TENANT_ID', 'REVOCATION_MODE', 'MESSAGE_LOCALE']));
  it('in one message', () =>
    expect(configurationProblems(['A: is wrong', 'B: is wrong'])).toBe(
      'session-revoker cannot start. Its configuration has these problems:\n  - A: is wrong\n  - B: is wrong',
    ));
  it('of two connections that contradict each other', () =>
    expect(problems({ ...least, ServiceBusConnection__fullyQualifiedNamespace: 'x' })).toEqual([
      'ServiceBusConnection: stands beside ServiceBusConnection__fullyQualifiedNamespace; set one',
    ]));
});

describe('the CLI', () => {
  it('needs the Service Bus settings and no others', () => {
    expect(readServiceBusConfig({ ServiceBusConnection, GRAPH_ENDPOINT: 'nonsense' })).toMatchObject({
      kind: 'valid',
    });
    expect(readServiceBusConfig({})).toMatchObject({ kind: 'invalid' });
  });
});
