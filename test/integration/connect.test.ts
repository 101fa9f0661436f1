import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { HttpEndpoint } from '../../local/host/http-trigger';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { artefact, filledIn } from '../support/products/artefact';
import { webhookBody } from '../support/products/kibana';
import { workflowValue } from '../support/products/logic-apps';
import { stanzasOf, webhookPosts } from '../support/products/splunk';

let stack: LocalStack;
let talk: Conversation;
let http: Pick<HttpEndpoint, 'origin' | 'key'>;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  const host = await stack.startHost({ LEDGER_STORAGE: 'memory' });
  if (!host.http) throw new Error('The host serves no HTTP functions.');
  http = host.http;
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

/** The id of the request that an answer of the webhook names. */
async function accepted(answer: Response): Promise<string> {
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { readonly requestId: string }).requestId;
}

const users = (requestId: string, expected: number) =>
  talk
    .answers(requestId, expected)
    .then((results) =>
      results.map(({ data }) => `${data.user?.reference ?? '-'}: ${data.status}`).toSorted(),
    );

const cloudEvent = (data: unknown) => ({
  specversion: '1.0',
  type: 'com.contoso.identity.risk',
  source: '/identity-protection',
  id: randomUUID(),
  time: new Date().toISOString(),
  data,
});
const row = (name: string) => ({
  SystemAlertId: randomUUID(),
  AlertName: 'Anomalous token',
  AlertSeverity: 'High',
  Entities: [{ Type: 'account', Name: name, UPNSuffix: 'contoso.com' }],
});

it('the playbook of Microsoft Sentinel sends an incident, and its accounts are signed out', async () => {
  const template = JSON.parse(artefact('sentinel/main.json')) as {
    readonly resources: {
      readonly playbook: {
        readonly properties: {
          readonly definition: {
            readonly actions: { readonly Send_incident: { readonly inputs: HttpAction } };
          };
        };
      };
    };
  };
  const { inputs } = template.resources.playbook.properties.definition.actions.Send_incident;
  const incident = {
    objectSchemaType: 'Incident',
    objectEventType: 'Create',
    eventUniqueId: randomUUID(),
    object: {
      name: randomUUID(),
      properties: {
        title: 'Token of "Avery" replayed',
        severity: 'High',
        status: 'New',
        createdTimeUtc: new Date().toISOString(),
        owner: { userPrincipalName: 'harper@contoso.com' },
        relatedEntities: [
          { kind: 'Account', properties: { accountName: 'avery', upnSuffix: 'contoso.com' } },
          { kind: 'Account', properties: { accountName: "o'neil", upnSuffix: 'contoso.com' } },
        ],
      },
    },
  };
  const run = {
    triggerBody: incident,
    parameters: { messagesUrl: `${stack.broker.connectionString}/messages` },
  };
  const properties = JSON.parse(String(workflowValue(inputs.headers.BrokerProperties, run))) as {
    readonly MessageId: string;
  };
  expect(properties.MessageId).toBe(`${incident.object.name}-${incident.eventUniqueId}`);
  await talk.send(workflowValue(inputs.body, run), {
    messageId: properties.MessageId,
    contentType: inputs.headers['Content-Type'],
  });
  expect(await users(properties.MessageId, 2)).toEqual([
    'avery@contoso.com: signOutPending',
    "o'neil@contoso.com: signOutPending",
  ]);
});
interface HttpAction {
  readonly headers: { readonly 'Content-Type': string; readonly BrokerProperties: string };
  readonly body: string;
}

describe('Event Grid', () => {
  it('delivers a CloudEvent to the queue, and the account of its alert is signed out', async () => {
    const id = await talk.send(cloudEvent(row('blake')), { contentType: 'application/cloudevents+json' });
    expect(await users(id, 1)).toEqual(['blake@contoso.com: signOutPending']);
  });
  it('delivers to the webhook once its handshake is answered', async () => {
    const url = `${http.origin}/api/alerts?code=${http.key}`;
    const handshake = await fetch(url, {
      method: 'OPTIONS',
      headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net', 'WebHook-Request-Rate': '120' },
    });
    expect(handshake.status).toBe(200);
    expect(handshake.headers.get('webhook-allowed-origin')).toBe('eventgrid.azure.net');
    expect(Number(handshake.headers.get('webhook-allowed-rate'))).toBeGreaterThanOrEqual(120);
    const delivery = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
      body: JSON.stringify(cloudEvent(row('casey'))),
    });
    expect(await users(await accepted(delivery), 1)).toEqual(['casey@contoso.com: signOutPending']);
  });
  it('validates the webhook with an event of its own schema', async () => {
    const validation = {
      id: randomUUID(),
      topic: '/subscriptions/S',
      subject: '',
      data: { validationCode: randomUUID() },
      eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
      eventTime: new Date().toISOString(),
      metadataVersion: '1',
      dataVersion: '1',
    };
    const post = (key: string) =>
      fetch(`${http.origin}/api/alerts?code=${key}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'aeg-event-type': 'SubscriptionValidation' },
        body: JSON.stringify([validation]),
      });
    const answer = await post(http.key);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { validationResponse: validation.data.validationCode },
    ]);
    expect((await post('another')).status).toBe(401);
  });
});

it('Splunk posts each row of a result, and every user of them is signed out', async () => {
  const actions = stanzasOf(filledIn('splunk/session_revoker/default/alert_actions.conf', http));
  const searches = [...stanzasOf(filledIn('splunk/session_revoker/default/savedsearches.conf', http))];
  expect(searches).toHaveLength(1);
  const [name, search] = searches[0] ?? ['', {}];
  const _time = String(Date.now() / 1000);
  const posts = webhookPosts(name, search, [
    { _time, user: 'avery@contoso.com', severity: 'high', score: '120' },
    { _time, user: 'blake@contoso.com', severity: 'high', score: '"' },
    { _time, user: 'blake@contoso.com', severity: 'high', score: '101' },
    { _time, user: ['casey@contoso.com', 'indigo@contoso.com'], severity: 'high', score: '100' },
  ]);
  const allowed = new RegExp(actions.get('webhook')?.['allowlist.session_revoker'] ?? '');
  const outcomes: string[] = [];
  for (const { url, body } of posts) {
    expect(url).toMatch(allowed);
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    outcomes.push(...(await users(await accepted(answer), body.includes('indigo') ? 2 : 1)));
  }
  expect(outcomes).toEqual([
    'avery@contoso.com: signOutPending',
    'blake@contoso.com: signOutPending',
    'casey@contoso.com: signOutPending',
    'indigo@contoso.com: signOutPending',
  ]);
});

it('Elastic posts an alert whole, whatever its texts contain, and its user is signed out', async () => {
  const connector = JSON.parse(filledIn('elastic/connector.json', http)) as {
    readonly config: {
      readonly url: string;
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
    };
    readonly secrets: { readonly secretHeaders: Readonly<Record<string, string>> };
  };
  const { actions } = JSON.parse(artefact('elastic/rule-action.json')) as {
    readonly actions: readonly {
      readonly params: { readonly body: string };
      readonly frequency: { readonly summary: boolean };
    }[];
  };
  // One alert in a post: the documents of a summary may exceed what the webhook takes.
  expect(actions.map(({ frequency }) => frequency.summary)).toEqual([false]);
  const alert = {
    '@timestamp': new Date().toISOString(),
    'kibana.alert.uuid': randomUUID(),
    'kibana.alert.rule.name': 'A "quoted" rule \\ {{name}}',
    'kibana.alert.severity': 'high',
    'kibana.alert.workflow_status': 'open',
    user: { name: "o'neil", email: "o'neil@contoso.com" },
    process: { args: ['cmd', '/c "echo }}} {{{"'] },
  };
  const body = webhookBody(actions[0]?.params.body ?? '', { context: { alerts: [alert] } });
  const answer = await fetch(connector.config.url, {
    method: connector.config.method.toUpperCase(),
    headers: { ...connector.config.headers, ...connector.secrets.secretHeaders },
    body,
  });
  const requestId = await accepted(answer);
  const [outcome] = await talk.answers(requestId, 1);
  expect(outcome?.data).toMatchObject({
    status: 'signOutPending',
    user: { reference: "o'neil@contoso.com" },
    alert: { id: alert['kibana.alert.uuid'], title: alert['kibana.alert.rule.name'] },
  });
});
