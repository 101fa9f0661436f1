import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPLATES, deployButton } from '../../infra/deploy-button';
import { builtInRoles } from '../../infra/rights/built-in-roles';
import { armValue } from '../support/arm-expression';
import type { ArmResource } from '../support/arm-template';
import { artefact } from '../support/products/artefact';

const folder = join(__dirname, '../../infra/connect');

interface Template {
  readonly parameters: Readonly<Record<string, { readonly defaultValue?: unknown }>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, ArmResource>>;
}
const templateOf = (name: string) => JSON.parse(artefact(`${name}/main.json`)) as Template;
const sentinel = templateOf('sentinel');
const eventGrid = templateOf('event-grid');

/** The role assignments of a template and of its modules: the role, on what, and for whom. */
function rights({ resources, variables }: Template): string[][] {
  return Object.values(resources).flatMap((resource) => {
    const { template } = (resource.properties ?? {}) as { readonly template?: Template };
    if (template) return rights(template);
    if (resource.type !== 'Microsoft.Authorization/roleAssignments') return [];
    const [, role = ''] =
      /variables\('(\w+)'\)\)\]$/.exec(String(resource.properties?.['roleDefinitionId'])) ?? [];
    const on = /resourceId\('([\w./]+)'/.exec(resource.scope ?? '')?.[1] ?? 'resource group';
    return [[String(variables[role]), on, String(resource.properties?.['principalId'])]];
  });
}
const { id: dataSender } = builtInRoles['Azure Service Bus Data Sender'];
const onQueue = 'Microsoft.ServiceBus/namespaces/queues';

describe('the template for Microsoft Sentinel', () => {
  const { playbook, rule, sender, namespace } = sentinel.resources;
  const { definition, parameters } = (playbook?.properties ?? {}) as {
    readonly definition: { readonly parameters: object; readonly actions: object };
    readonly parameters: Readonly<Record<string, { readonly value: unknown }>>;
  };
  it('gives the playbook the right to send to the request queue, and to read incidents', () =>
    expect(rights(sentinel)).toEqual([
      // Microsoft Sentinel Reader, on the workspace.
      [
        '8d289c81-5878-46d4-8554-54e1e3d8b5cb',
        'Microsoft.OperationalInsights/workspaces',
        "[reference('playbook', '2019-05-01', 'full').identity.principalId]",
      ],
      // Microsoft Sentinel Automation Contributor, for Microsoft Sentinel itself.
      ['f4c81013-99ee-4d62-a7ee-b3f1f648599a', 'resource group', "[parameters('sentinelPrincipalId')]"],
      [dataSender, onQueue, "[parameters('principalId')]"],
    ]));
  it('gives it no other: the queue is that of another resource group, and the identity is its own', () => {
    expect(sender?.properties?.['parameters']).toMatchObject({
      principalId: { value: "[reference('playbook', '2019-05-01', 'full').identity.principalId]" },
    });
    expect(namespace).toMatchObject({ existing: true });
  });
  it('posts to the messages of the request queue, with a token for Service Bus', () => {
    const url = armValue(String(parameters['messagesUrl']?.value), {
      variables: sentinel.variables,
      references: { namespace: { serviceBusEndpoint: 'https://sb-1.servicebus.windows.net:443/' } },
    });
    expect(url).toBe('https://sb-1.servicebus.windows.net:443/revocation-requests/messages');
    expect(parameters['audience']?.value).toBe('https://servicebus.azure.net');
    expect(Object.keys(definition.parameters).sort()).toEqual(Object.keys(parameters).sort());
    expect(definition.actions).toMatchObject({
      Send_incident: { inputs: { method: 'POST', uri: "@parameters('messagesUrl')" } },
    });
  });
  it('runs it for new incidents of the severities that are wanted, once its rights are there', () => {
    expect(rule?.properties).toMatchObject({
      triggeringLogic: { triggersOn: 'Incidents', triggersWhen: 'Created' },
      actions: [{ actionType: 'RunPlaybook' }],
    });
    expect(rule?.dependsOn).toEqual(expect.arrayContaining(['sender', 'playbookReadsIncidents']));
    expect(sentinel.parameters['severities']?.defaultValue).toEqual(['High']);
  });
});

describe('the template for Event Grid', () => {
  const named = (end: string) => Object.values(eventGrid.resources).find(({ name }) => name.includes(end));
  const [toQueue, toWebhook] = [named("'session-revoker')"), named("'session-revoker-webhook')")];
  const sender = named('session-revoker-event-grid');
  const isDeployed = (resource: ArmResource | undefined, webhookUrl: string): unknown =>
    armValue(resource?.condition ?? '', { parameters: { webhookUrl } });
  it('gives the topic the right to send to the request queue, and no other', () =>
    expect(rights(eventGrid)).toEqual([[dataSender, onQueue, "[parameters('principalId')]"]]));
  it('delivers to the queue with the identity of the topic, or to the webhook, and never to both', () => {
    const chosen = (url: string): unknown[] =>
      [toQueue, sender, toWebhook].map((one) => isDeployed(one, url));
    expect(chosen('')).toEqual([true, true, false]);
    expect(chosen('https://app.azurewebsites.net/api/alerts?code=1')).toEqual([false, false, true]);
    expect(toQueue?.properties).toMatchObject({
      deliveryWithResourceIdentity: {
        identity: { type: 'SystemAssigned' },
        destination: { endpointType: 'ServiceBusQueue' },
      },
    });
  });
  it('delivers CloudEvents, one in a delivery, and none that has expired', () => {
    for (const subscription of [toQueue, toWebhook])
      expect(subscription?.properties?.['eventDeliverySchema']).toBe('CloudEventSchemaV1_0');
    expect(toWebhook?.properties).toMatchObject({ destination: { properties: { maxEventsPerBatch: 1 } } });
    expect(eventGrid.variables['retryPolicy']).toMatchObject({ eventTimeToLiveInMinutes: 240 });
  });
});

describe('a file that is filled in as the page says', () => {
  const page = readFileSync(join(folder, '../../docs/connect.md'), 'utf8');
  const fill = /^fill\(\) .*$/m.exec(page)?.[0] ?? '';
  it.each([
    'elastic/connector.json',
    'okta/event-hook.json',
    'shared-signals/stream.json',
    'splunk/session_revoker/default/savedsearches.conf',
    'splunk/session_revoker/default/alert_actions.conf',
  ])('%s has the address of the app, and the key wherever it needs one', (file) => {
    const { stdout, status } = spawnSync('sh', ['-c', `${fill}\nfill "$1"`, 'sh', join(folder, file)], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], APP: 'func-1', KEY: 'k_e-y==' },
    });
    expect(status).toBe(0);
    expect(stdout.replace('\\.', '.')).toContain('https://func-1.azurewebsites');
    expect(stdout).not.toMatch(/\bAPP\b|\bKEY\b/);
    expect(stdout.includes('k_e-y==')).toBe(!file.includes('alert_actions'));
    if (file.endsWith('.json')) JSON.parse(stdout);
  });
});

it('the notes of a release have a button for each of them', () => {
  const notes = deployButton('https://raw.example.org/o/n/{tag}/infra', 'v1.2.0');
  expect(TEMPLATES.map(({ file }) => file)).toEqual([
    'main.json',
    'connect/sentinel/main.json',
    'connect/event-grid/main.json',
  ]);
  for (const { file } of TEMPLATES)
    expect(notes).toContain(encodeURIComponent(`https://raw.example.org/o/n/v1.2.0/infra/${file}`));
});
