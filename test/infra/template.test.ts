import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SWITCH_TABLE } from '../../shared/adapters/ledger/switch-table';
import { ORIGINALS_CONTAINER } from '../../shared/adapters/originals/blob-originals';
import { CONNECTIONS_TABLE } from '../../shared/adapters/tenants/connection-table';
import { QUARANTINE_MS } from '../../shared/app/kept-time';
import { readAppConfig } from '../../shared/config/read-environment';
import { readPolicy } from '../../shared/config/read-policy';
import { localTopology } from '../../local/local-topology';
import {
  argumentsOf,
  armModule,
  armResources,
  templateDefault,
  templateParameters,
  templateText,
} from '../support/arm-template';
import { TENANT_ID } from '../support/builders';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const only = (type: string) => {
  const [resource, ...others] = armResources(type);
  if (!resource || others.length > 0) throw new Error(`There is not just one ${type}.`);
  return resource.properties ?? {};
};

describe('no key is anywhere', () => {
  it('nor anything that would give one out', () =>
    expect(templateText).not.toMatch(
      /listKeys|listConnectionStrings|AccountKey=|SharedAccessKey|authorizationRules/i,
    ));
  it.each<[string, string, object]>([
    ['Service Bus', 'Microsoft.ServiceBus/namespaces', { disableLocalAuth: true }],
    [
      'storage',
      'Microsoft.Storage/storageAccounts',
      { allowSharedKeyAccess: false, allowBlobPublicAccess: false },
    ],
    ['Application Insights', 'Microsoft.Insights/components', { DisableLocalAuth: true }],
    ['the workspace', 'Microsoft.OperationalInsights/workspaces', { features: { disableLocalAuth: true } }],
  ])('%s takes none', (_what, type, properties) => expect(only(type)).toMatchObject(properties));
  it('the app is published by identity alone', () =>
    expect(
      armResources('Microsoft.Web/sites/basicPublishingCredentialsPolicies').map(
        ({ properties }) => properties,
      ),
    ).toEqual([{ allow: false }, { allow: false }]));
});

describe('what is on the wire is TLS 1.2 at least', () => {
  it.each<[string, string, object]>([
    ['Service Bus', 'Microsoft.ServiceBus/namespaces', { minimumTlsVersion: '1.2' }],
    [
      'storage',
      'Microsoft.Storage/storageAccounts',
      { minimumTlsVersion: 'TLS1_2', supportsHttpsTrafficOnly: true },
    ],
    [
      'the app',
      'Microsoft.Web/sites',
      {
        httpsOnly: true,
        siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2' },
      },
    ],
  ])('%s', (_what, type, properties) => expect(only(type)).toMatchObject(properties));
  it('and nothing is said of FTPS, which Flex Consumption does not have', () =>
    expect(JSON.stringify(only('Microsoft.Web/sites'))).not.toContain('ftpsState'));
});

describe('the queues and the topic', () => {
  const entity = (type: string, name: string): object => {
    const found = armResources(`Microsoft.ServiceBus/namespaces/${type}`).find((one) =>
      one.name.includes(name),
    );
    return found?.properties ?? {};
  };
  it('drop repetitions, keep what expires, and give up when the app does as the local stack does', () => {
    const repetitions = { requiresDuplicateDetection: true, duplicateDetectionHistoryTimeWindow: 'PT10M' };
    const queues =
      "createArray(variables('requestQueue'), variables('intakeQueue'), variables('waitsQueue'), variables('urgentQueue'))";
    expect(entity('queues', queues)).toMatchObject({
      ...repetitions,
      deadLetteringOnMessageExpiration: true,
      maxDeliveryCount: localTopology.queues['revocation-requests']?.maxDeliveryCount,
      lockDuration: 'PT1M',
    });
    expect(entity('queues', "variables('rejectedQueue')")).toMatchObject({
      ...repetitions,
      deadLetteringOnMessageExpiration: true,
      maxDeliveryCount: localTopology.queues['revocation-rejected']?.maxDeliveryCount,
    });
    expect(entity('topics', "variables('resultsTopic')")).toMatchObject(repetitions);
  });
  it('keep what is in quarantine as long as the app stores the originals that are too large for it', () => {
    const days = String(QUARANTINE_MS / 86_400_000);
    expect(entity('queues', "variables('rejectedQueue')")).toMatchObject({
      defaultMessageTimeToLive: `P${days}D`,
    });
  });
  it.each(['audit', 'attention'])('the subscription %s loses nothing that nobody has read', (name) =>
    expect(entity('topics/subscriptions', `'${name}'`)).toMatchObject({
      deadLetteringOnMessageExpiration: true,
      deadLetteringOnFilterEvaluationExceptions: true,
    }),
  );
  it('attention is what the local stack lets through as such, and the command line only peeks', () => {
    const filter = localTopology.topics['revocation-results']?.subscriptions['attention']?.filter;
    const rule = only('Microsoft.ServiceBus/namespaces/topics/subscriptions/rules');
    expect(rule).toMatchObject({
      sqlFilter: { sqlExpression: filter && 'sql' in filter ? filter.sql : undefined },
    });
    expect(entity('topics/subscriptions', "'cli'")).toMatchObject({ defaultMessageTimeToLive: 'PT1H' });
  });
});

describe('the app settings', () => {
  const { given, variables, resources } = armModule('function-app');
  const config = resources.find(({ type }) => type === 'Microsoft.Web/sites/config');
  const created = argumentsOf(JSON.stringify(config?.properties), 'createObject');
  const unquoted = (text: string): string => text.replace(/^'|'$/g, '');
  const fixed = Object.fromEntries(
    created.flatMap((name, n) => (n % 2 === 0 ? [[unquoted(name), created[n + 1] ?? '']] : [])),
  );
  const chosen = Object.keys(given['settings']?.value as object);
  const deployed = [...Object.keys(fixed), ...chosen];
  /** Read by the host: for its own storage, and for the identity of its triggers. */
  const ofTheHost = /^(?:AzureWebJobsStorage__\w+|ServiceBusConnection__(?:credential|clientId))$/;
  /** What the platform says itself, and the forms with a key in them. */
  const notDeployed = [
    'WEBSITE_AUTH_ENABLED',
    'AZURE_AUTHORITY_HOST',
    'ServiceBusConnection',
    'LEDGER_STORAGE',
    'WEBHOOK_AUTHORISATION',
  ];
  const codes = readdirSync(join(root, 'shared/config')).map((file) => read(`shared/config/${file}`));
  const readByTheCode = new Set(
    codes.flatMap((code) => [
      ...[...code.matchAll(/^ {2}([A-Z]\w+): (?:z\b|entityName)/gm)].map(([, name = '']) => name),
      ...[...code.matchAll(/readList\('([A-Z]+)'/g)].map(([, name = '']) => name),
      ...[...code.matchAll(/'([A-Z]+(?:_[A-Z]+)+(?:__\w+)?)'/g)].map(([, name = '']) => name),
    ]),
  );

  it('are those that the code reads, and no others', () => {
    const expected = [...readByTheCode].filter((name) => !notDeployed.includes(name)).sort();
    expect(expected.length).toBeGreaterThan(15);
    expect(deployed.filter((name) => !ofTheHost.test(name)).sort()).toEqual(expected);
  });
  it('are all in the table of docs/settings.md', () => {
    const documented = read('docs/settings.md');
    const missing = [...readByTheCode].filter((name) => !documented.includes(`\`${name}\``));
    expect(missing.filter((name) => name !== 'WEBSITE_AUTH_ENABLED')).toEqual([]);
  });
  it('name the entities that there are', () => {
    const { requestQueue, intakeQueue, waitsQueue, urgentQueue, rejectedQueue, resultsTopic } = variables;
    const least = { ServiceBusConnection: 'Endpoint=sb://x', LEDGER_STORAGE: 'memory', TENANT_ID };
    const value = readAppConfig(least, __dirname);
    expect(value).toMatchObject({
      value: {
        serviceBus: {
          entities: { requestQueue, intakeQueue, waitsQueue, urgentQueue, rejectedQueue, resultsTopic },
        },
      },
    });
    expect(fixed).toMatchObject({
      REVOCATION_QUEUE: "variables('requestQueue')",
      INTAKE_QUEUE: "variables('intakeQueue')",
      WAITS_QUEUE: "variables('waitsQueue')",
      URGENT_QUEUE: "variables('urgentQueue')",
      RESULTS_TOPIC: "variables('resultsTopic')",
      REJECTED_QUEUE: "variables('rejectedQueue')",
    });
    const code = read('shared/adapters/connections/ledger-table.ts');
    expect(code).toContain(`'${String(armModule('storage').variables['ledgerTable'])}'`);
    expect(CONNECTIONS_TABLE).toBe(armModule('storage').variables['tenantsTable']);
    expect(SWITCH_TABLE).toBe(armModule('storage').variables['switchTable']);
    expect(ORIGINALS_CONTAINER).toBe(armModule('storage').variables['originalsContainer']);
  });
  it('have each service of storage at its own address', () => {
    const at = Object.entries(fixed).filter(([name]) => name.endsWith('ServiceUri'));
    expect(at).toHaveLength(5);
    for (const [name, uri] of at) {
      const [, service = ''] = /__(\w+)ServiceUri$/.exec(name) ?? [];
      expect([name, uri]).toEqual([
        name,
        expect.stringMatching(new RegExp(`\\.primaryEndpoints\\.${service}$`)),
      ]);
    }
  });
  it('make the host reach everything by the one identity', () =>
    expect(fixed).toMatchObject({
      ServiceBusConnection__credential: "'managedidentity'",
      AzureWebJobsStorage__credential: "'managedidentity'",
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: expect.stringContaining('Authorization=AAD'),
      AZURE_CLIENT_ID: "parameters('identityClientId')",
    }));
  it('of a first deployment are valid, preview everything, and have a brake', () => {
    const defaultOf = (name: string): unknown => templateDefault(name);
    expect(defaultOf('revocationMode')).toBe('whatIf');
    const policy = JSON.stringify(defaultOf('revocationPolicy'));
    expect(readPolicy(policy, [])).toMatchObject({ kind: 'valid', value: { brake: { users: 25 } } });
    // Bicep passes the policy on as JSON text, whichever form its `sources` have.
    expect(templateParameters['revocationPolicy']).toMatchObject({ type: 'object' });
    for (const sources of ['[{"events":["dlpMatch"],"then":"confirm"}]', '{"whatIf":["native"]}']) {
      expect(readPolicy(`{"sources":${sources}}`, ['native'])).toMatchObject({ kind: 'valid' });
    }
    const environment = {
      ServiceBusConnection__fullyQualifiedNamespace: 'sb-x.servicebus.windows.net',
      LEDGER_STORAGE__tableServiceUri: 'https://stx.table.core.windows.net/',
      TENANT_ID,
      TENANTS: String(defaultOf('tenants')),
      TENANT_APPLICATION_ID: String(defaultOf('tenantApplicationId')),
      CLOUD: String(defaultOf('cloud')),
      GRAPH_ENDPOINT: String(defaultOf('graphEndpoint')),
      REVOCATION_MODE: String(defaultOf('revocationMode')),
      REVOCATION_ENABLED: String(defaultOf('revocationEnabled')),
      REVOCATION_POLICY: policy,
      MESSAGE_LOCALE: String(defaultOf('messageLocale')),
      ALERT_FORMATS: JSON.stringify(defaultOf('alertFormats')),
      SECURITY_EVENT_ISSUERS: JSON.stringify(defaultOf('securityEventIssuers')),
      WEBHOOK_SOURCES: String(defaultOf('webhookSources')),
      WEBHOOK_AUTHORIZATION: String(defaultOf('webhookAuthorization')),
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x',
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=x;Authorization=AAD',
    };
    expect(readAppConfig(environment, __dirname)).toMatchObject({
      kind: 'valid',
      value: { policy: { mode: 'whatIf', brake: { users: 25 } }, telemetry: { byIdentity: true } },
    });
  });
});

describe('the app', () => {
  const app = only('Microsoft.Web/sites') as {
    readonly functionAppConfig: {
      readonly runtime: { readonly name: string; readonly version: string };
      readonly deployment: { readonly storage: { readonly authentication: { readonly type: string } } };
    };
  };
  it('runs on the Node that it is tested on', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    const { name, version } = app.functionAppConfig.runtime;
    expect([name, version]).toEqual(['node', /\d+/.exec(devDependencies.node)?.[0]]);
  });
  it('has its package fetched by identity', () =>
    expect(app.functionAppConfig.deployment.storage.authentication.type).toBe('UserAssignedIdentity'));
});

it('rights are by default the app’s alone', () =>
  expect(templateParameters).toMatchObject({
    senderPrincipalIds: { defaultValue: [] },
    operatorsGroupId: { defaultValue: '' },
    approversGroupId: { defaultValue: '' },
    tenantAdministratorsGroupId: { defaultValue: '' },
  }));

describe('the order of a deployment', () => {
  const after = (name: string) => armModule(name).dependsOn.join();
  it('has the rights of the app before the app, which would start without access', () =>
    expect(after('function-app')).toContain("'access'"));
  it.each(['identity', 'service-bus', 'storage', 'vault', 'monitoring'])(
    'has %s before the rights, which name it without its output',
    (name) => expect(after('access')).toContain(`'${name}'`),
  );
});

describe('the parameters in the operations guide', () => {
  it('are those of the template, by their names', () => {
    const [, text = ''] = read('docs/operations.md').split('| parameter of `infra/main.bicep`');
    const rows = (text.split('\n\n')[0] ?? '').split('\n').slice(2);
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)]);
    expect(named.map(([, name = '']) => name).sort()).toEqual(Object.keys(templateParameters).sort());
  });
});
