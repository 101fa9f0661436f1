import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import * as z from 'zod';
import { allows, builtInRoles } from '../../infra/rights/built-in-roles';
import type { Entity, Who } from '../../infra/rights/operation';
import { sdkCalls } from '../../infra/rights/sdk-calls';
import { API_AUDIENCE, tokenOfPerson } from '../../local/api-token';
import type { BrokerRight } from '../../local/broker/broker-rights';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { StorageGate } from '../../local/storage/storage-gate';
import { openStorageGate } from '../../local/storage/storage-gate';
import type { PassedOn } from '../../local/passed-on';
import { startPassedOn } from '../../local/passed-on';
import { northwind } from '../../local/tenant/northwind';
import { bundledCli } from '../support/bundled-cli';
import type { Conversation } from '../support/conversation';
import { idOf } from '../support/contoso-users';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { unlikeOcsf } from '../support/ocsf-conformance';
import { receive } from '../support/received';
import { STANDARD_WEBHOOKS, verifySignature } from '../../shared/webhook/signature';
import { storeContainment } from '../support/stored-containment';
import { assignedRights } from '../support/role-assignments';
import { runProgram } from '../support/run-program';

const projectFolder = join(__dirname, '../..');
const rights = assignedRights();
const isHeld = (who: string, action: string, on: Entity | undefined): boolean =>
  rights.some((right) => right.who === who && right.on === on && allows(builtInRoles[right.role], action));

const entities: Readonly<Record<string, Entity>> = {
  'revocation-requests': 'request queue',
  'revocation-intake': 'intake queue',
  'revocation-waits': 'waits queue',
  'revocation-urgent': 'urgent queue',
  'revocation-rejected': 'quarantine',
  'revocation-notify': 'notify queue',
  'revocation-results': 'topic',
  'revocation-results/subscriptions/attention': 'subscription `attention`',
  'revocation-results/subscriptions/cli': 'subscription `cli`',
  'revocation-results/subscriptions/notify': 'subscription `notify`',
  'revocation-results/subscriptions/archive': 'subscription `archive`',
  'revocation-results/subscriptions/seal': 'subscription `seal`',
  'revocation-results/subscriptions/ocsf': 'subscription `ocsf`',
  'revocation-ocsf': 'topic of OCSF',
  'revocation-results/subscriptions/write-back': 'subscription `write-back`',
};
const actions: Readonly<Record<BrokerRight, string>> = {
  Send: sdkCalls.sendMessages,
  Listen: sdkCalls.receiveMessages,
};
/** What each user of the broker has done, and tried in vain. */
const used = new Set<string>();
const denied = new Set<string>();
/** This test itself: the products and persons beside the app. */
const EVERYBODY_ELSE = 'local';

function mayUse(user: string, right: BrokerRight, entity: string): boolean {
  if (user === EVERYBODY_ELSE) return true;
  const on = entities[entity.toLowerCase()];
  const what = `${user}: ${actions[right]} on ${on ?? entity}`;
  (isHeld(user, actions[right], on) ? used : denied).add(what);
  return isHeld(user, actions[right], on);
}

const quarantined = z.object({ value: z.array(z.object({ number: z.string() })) });

let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;
let gate: StorageGate;
let passedOn: PassedOn;
let broker: ServiceBusClient;

const as = (who: Who): Readonly<Record<string, string>> => ({
  ...stack.environment,
  ServiceBusConnection: stack.broker.connectionString.replace('=local;', `=${who};`),
});
const runIn = (environment: Readonly<Record<string, string>>, args: readonly string[]) =>
  runProgram([bundledCli, ...args], environment);
/** The table calls of a command go through the gate. */
const run = (who: Who, ...args: string[]) =>
  runIn({ ...as(who), LEDGER_STORAGE: gate.connectionString }, args);
const DECIDED = ['--by', 'lead@contoso.com', '--no-confirm', '--wait'];

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder, mayUse, connected: [northwind] });
  gate = await openStorageGate(stack.storage);
  passedOn = await startPassedOn(stack);
  stack.tenant.tokens.permissions.add('SecurityIncident.ReadWrite.All');
  stack.tenant.directory.incidents.add('29');
  const api = { API_AUDIENCE, API_AUTHORITY: stack.tenant.authorityHost };
  const REVOCATION_POLICY =
    '{ "approvals": { "proof": "optional" }, "writeBack": ["defenderXdr"], "restoreFalsePositives": ["defenderXdr"] }';
  host = await stack.startHost({
    ...as('app'),
    ...passedOn.settings,
    ...api,
    REVOCATION_POLICY,
    SEAL_OUTCOMES: 'true',
  });
  broker = new ServiceBusClient(stack.broker.connectionString);
  talk = conversation(broker);
});
afterAll(async () => {
  await talk.close();
  await gate.stop();
  await stack.stop();
  await passedOn.stop();
});

/** What the roles of somebody allow on the broker, as far as this test watches it. */
const onBroker = (who: Who): string[] =>
  [...new Set(Object.values(entities))]
    .flatMap((on) => Object.values(actions).map((action) => ({ action, on })))
    .filter(({ action, on }) => isHeld(who, action, on))
    .map(({ action, on }) => `${who}: ${action} on ${on}`)
    .toSorted();
const usedBy = (who: Who): string[] => [...used].filter((what) => what.startsWith(`${who}: `)).toSorted();
/** The calls of tables that went through the gate, as actions, without those that the roles of somebody allow. */
const beyond = (who: Who, from = 0): string[] => {
  const ofMethods: Readonly<Record<string, string>> = {
    GET: sdkCalls.getEntity,
    POST: sdkCalls.createEntity,
    PUT: sdkCalls.upsertEntity,
    PATCH: sdkCalls.updateEntity,
    DELETE: sdkCalls.deleteEntity,
  };
  const calls = gate.done.slice(from).map(({ method, target, body }) => {
    // A transaction names its table in its operations.
    const table = /Revocation(?:Ledger|Tenants)/.exec(`${target}${body}`)?.[0];
    return { action: ofMethods[method] ?? method, on: `the table \`${String(table)}\`` as Entity };
  });
  return calls
    .filter(({ action, on }) => !isHeld(who, action, on))
    .map(({ action, on }) => `${action} on ${on}`);
};
const waiting = async (): Promise<string> => {
  const [outcome] = await talk.ask({ user: 'avery@contoso.com', confirm: true });
  return outcome?.data.confirmation?.id ?? '';
};

describe('with the rights of the templates and no others', () => {
  it('the app receives, waits, publishes, keeps, closes, answers dead letters and passes its own checks', async () => {
    passedOn.receiver.answer('/webhook', { status: 503 });
    const [done] = await talk.ask({ user: 'avery@contoso.com' });
    expect(done?.data.status).toBe('signOutPending');
    await talk.ask('not a request', 1, { messageId: 'm-1' });
    await waiting();
    await host.runTimer('reportDeadLetters');
    const { origin = '', key = '' } = host.http ?? {};
    const authorization = `Bearer ${await tokenOfPerson(stack.tenant.accessTokens, 'lead@contoso.com')}`;
    const headers = { 'x-functions-key': key, 'content-type': 'application/json', authorization };
    const posted = await fetch(`${origin}/api/alerts`, {
      method: 'POST',
      headers,
      body: '{"user":"blake@contoso.com"}',
    });
    expect(posted.status).toBe(202);
    const quarantine = `${origin}/api/quarantine`;
    const listed = quarantined.parse(await (await fetch(quarantine, { headers })).json());
    const closed = await fetch(`${quarantine}/${listed.value[0]?.number ?? ''}`, {
      method: 'POST',
      headers,
      body: '{"action":"close","reason":"A test."}',
    });
    expect(closed.status).toBe(200);
    const details = await (await fetch(`${origin}/api/health/details`, { headers })).text();
    expect(details).not.toMatch(/may not|cannot be reached/);
    // A notification that was refused waits in a queue.
    await eventually('a later try', () => usedBy('app').length === onBroker('app').length);
    passedOn.receiver.answer('/webhook', undefined);
    expect(usedBy('app')).toEqual(onBroker('app'));
  });
  it('the app notifies a person of what needs one, a server of everything, archives each outcome, publishes it as OCSF, and writes into the incident', async () => {
    const [done] = await talk.ask({ user: 'casey@contoso.com', alert: { incidentId: '29' } });
    const [rejected] = await talk.ask({ user: 1 });
    const { receiver, ingestion, secret } = passedOn;
    const has = (path: string, id = ''): boolean =>
      receiver.deliveries.some((one) => one.path === path && one.body.includes(id));
    const archived = (id = ''): boolean => ingestion.rows.some(({ OutcomeId }) => OutcomeId === id);
    await eventually(
      'the outcomes are everywhere',
      () =>
        has('/teams', rejected?.id) &&
        has('/slack', rejected?.id) &&
        [done?.id, rejected?.id].every((id) => has('/webhook', id) && archived(id)),
    );
    expect([has('/teams', done?.id), has('/slack', done?.id)]).toEqual([false, false]);
    expect(ingestion.refused).toEqual([]);
    const posted = receiver.deliveries.find((one) => one.headers['webhook-id'] === done?.id);
    expect(JSON.parse(String(posted?.body))).toEqual(done);
    const sender = {
      ...STANDARD_WEBHOOKS,
      name: 'revoker',
      secrets: [Buffer.from(secret.slice(6), 'base64')],
      toleranceMs: 300_000,
    };
    expect(verifySignature(sender, posted ?? { body: Buffer.of(), headers: {} }, new Date()).kind).toBe(
      'signed',
    );
    const asOcsf = await receive(broker, ['revocation-ocsf', 'siem'], 2);
    const ids = new Set(asOcsf.map(({ messageId }) => messageId));
    expect(ids.size).toBe(2);
    expect(asOcsf.flatMap(({ body }) => unlikeOcsf(JSON.parse(String(body)) as never))).toEqual([]);
    const incident = stack.tenant.directory.incidents.find('29');
    await eventually('the incident has learned it', () => incident?.customTags.length === 1);
    expect(incident?.comments.map(({ comment }) => comment.includes('casey@contoso.com'))).toEqual([true]);
    expect(host.output()).not.toContain(receiver.origin);
  });
  it('the app lets a user in again whose incident was closed as a false positive', async () => {
    const { directory, tokens } = stack.tenant;
    tokens.permissions.add('User.EnableDisableAccount.All');
    const id = idOf('quinn@contoso.com');
    const user = directory.user(id);
    if (user) user.accountEnabled = false;
    const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
    await storeContainment(stack, 'quinn@contoso.com', {
      requestId: 'inc-quinn',
      steps: ['disableSignIn'],
      changes: [{ step: 'disableSignIn', item: { kind: 'signIn', id }, state: 'made' }],
      kept: [],
      alert: { incidentId: '30' },
      startedAt: minutesAgo(20).toISOString(),
    });
    directory.incidents.add('30');
    const closed = { status: 'resolved', classification: 'falsePositive' };
    directory.incidents.update('30', closed, 'lead@contoso.com', minutesAgo(6));
    await host.runTimer('sweepLedger');
    const [restored] = await talk.answers('inc-quinn', 1);
    expect(restored?.data).toMatchObject({
      status: 'restored',
      confirmation: { decision: 'approve', by: 'incident 30 (defenderXdr)' },
    });
    expect(user?.accountEnabled).toBe(true);
    const incident = directory.incidents.find('30');
    await eventually('the incident has learned it', () => incident?.comments.length === 1);
  });
  it('the app seals each outcome, and operators verify that', async () => {
    const [done] = await talk.ask({ user: 'blake@contoso.com' });
    await eventually('the outcome is sealed', () =>
      host.output().includes(`sealed event=${String(done?.id)}`),
    );
    expect(await runIn(as('operators'), ['verify'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('All is as it was sealed.'),
    });
  });
  it('operators do what the steps of an incident ask', async () => {
    expect(await run('operators', 'quarantine', 'list')).toMatchObject({ code: 0, error: '' });
    expect((await run('operators', 'pending')).out).toContain('avery@contoso.com');
    expect(
      await run('operators', 'revoke', '--user', 'blake@contoso.com', '--no-confirm', '--wait'),
    ).toMatchObject({ code: 0 });
    expect(await run('operators', 'approve', await waiting(), ...DECIDED)).toMatchObject({ code: 0 });
    expect(await run('operators', 'tenants', 'list')).toMatchObject({ code: 0 });
    expect(beyond('operators')).toEqual([]);
    // Products and persons read the subscription attention with tools of their own.
    expect(
      [...usedBy('operators'), `operators: ${actions.Listen} on subscription \`attention\``].toSorted(),
    ).toEqual(onBroker('operators'));
  });
  it('approvers list what waits, decide, and wait for the outcome', async () => {
    const confirmation = await waiting();
    const from = gate.done.length;
    expect((await run('approvers', 'pending')).out).toContain(confirmation);
    expect(await run('approvers', 'approve', confirmation, ...DECIDED)).toMatchObject({ code: 0 });
    expect(gate.done.length).toBeGreaterThan(from);
    expect(beyond('approvers', from)).toEqual([]);
    // Where there is no urgent queue, decisions go to the request queue.
    const fallback = 'approvers: Microsoft.ServiceBus/namespaces/messages/send/action on request queue';
    expect([...usedBy('approvers'), fallback].toSorted()).toEqual(onBroker('approvers'));
  });
  it('nobody has asked for anything else', () => expect([...denied]).toEqual([]));
});
