import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { ConnectedTenantSeed } from '../../local/tenant/connected-tenants';
import { APPLICATION_ID } from '../../local/tenant/connected-tenants';
import { CONTOSO_TENANT_ID } from '../../local/tenant/contoso';
import { NORTHWIND_TENANT_ID, northwind } from '../../local/tenant/northwind';
import type { OtherTenant } from '../../local/tenant/other-tenant';
import type { WebhookSender } from '../../local/webhook-sender';
import { webhookSender } from '../../local/webhook-sender';
import type { Result } from '../../shared/messages/result-schema';
import { bundledCli } from '../support/bundled-cli';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import type { Ended } from '../support/run-program';
import { runProgram } from '../support/run-program';

const projectFolder = join(__dirname, '../..');
const FABRIKAM_TENANT_ID = 'c2046ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f';
/** It has given consent; no row connects it. */
const fabrikam: ConnectedTenantSeed = {
  tenantId: FABRIKAM_TENANT_ID,
  users: [{ id: '2c3d4e5f-6071-4b82-9c93-ada4beb5cfc1', userPrincipalName: 'quinn@fabrikam.example' }],
  connection: {},
};
const senders = { northwind: webhookSender('northwind'), fabrikam: webhookSender('fabrikam') };

let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder, connected: [northwind, fabrikam] });
  await cli('tenants', 'disconnect', FABRIKAM_TENANT_ID, '--no-confirm');
  const settings = Object.values(senders).map(({ setting }) => setting);
  host = await stack.startHost({ WEBHOOK_SOURCES: JSON.stringify(settings) });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

const cli = (...args: string[]): Promise<Ended> => runProgram([bundledCli, ...args], stack.environment);
const other = (tenantId: string): OtherTenant => {
  const found = stack.tenant.others.get(tenantId);
  if (!found) throw new Error(`There is no tenant ${tenantId}.`);
  return found;
};
const WITHOUT = new RegExp(`Without consent: ${NORTHWIND_TENANT_ID}`);
const health = async (query = ''): Promise<unknown> => {
  const { origin = '', key = '' } = host.http ?? {};
  return (
    await fetch(`${origin}/api/health/details${query}`, { headers: { 'x-functions-key': key } })
  ).json();
};
/** Posts a request, and gives its outcome. */
async function ask(sender: WebhookSender, body: object): Promise<Result['data'] | undefined> {
  const id = randomUUID();
  await sender.post(host.http, Buffer.from(JSON.stringify({ id, ...body })));
  return (await talk.answers(id, 1))[0]?.data;
}

describe('the packaged app with two tenants', () => {
  it('signs a user out in each of them, for the sender that speaks for it', async () => {
    const there = await ask(senders.northwind, { user: 'robin@northwind.example' });
    expect(there).toMatchObject({ status: 'signOutPending', verified: true, tenantId: NORTHWIND_TENANT_ID });
    const [here] = await talk.ask({ user: 'avery@contoso.com' });
    expect(here?.data).toMatchObject({
      status: 'signOutPending',
      verified: true,
      tenantId: CONTOSO_TENANT_ID,
    });
    expect(other(NORTHWIND_TENANT_ID).directory.revocations).toHaveLength(1);
    expect(stack.tenant.directory.revocations).toHaveLength(1);
  });
  it('protects whom the connection protects', async () =>
    expect(await ask(senders.northwind, { user: 'break-glass@northwind.example' })).toMatchObject({
      status: 'protected',
    }));
  it('rejects a request for a tenant that its sender may not speak for', async () => {
    const [fromQueue] = await talk.ask({ user: 'sage@northwind.example', tenantId: NORTHWIND_TENANT_ID });
    const fromNorthwind = await ask(senders.northwind, {
      user: 'avery@contoso.com',
      tenantId: CONTOSO_TENANT_ID,
    });
    expect([fromQueue?.data.status, fromNorthwind?.status]).toEqual(['rejected', 'rejected']);
    expect(other(NORTHWIND_TENANT_ID).directory.revocations).toHaveLength(1);
  });
  it('says by its health details whether a tenant is in order', async () => {
    const ok = (name: string) => expect.objectContaining({ name, status: 'ok' });
    const names = ['connection', 'token', 'User.Read.All', 'User.RevokeSessions.All'];
    expect(await health(`?tenant=${NORTHWIND_TENANT_ID}`)).toMatchObject({
      checks: expect.arrayContaining(names.map(ok)),
    });
    expect(await health(`?tenant=${FABRIKAM_TENANT_ID}`)).toMatchObject({
      status: 'unhealthy',
      checks: [{ name: 'connection', detail: expect.stringContaining('not connected') }],
    });
  });
  it('says by the command line whether a tenant is in order', async () => {
    const { code, out } = await cli('tenants', 'check', NORTHWIND_TENANT_ID);
    expect(out).toMatch(/^ok +token .*\n(?:ok|WARNING) +User\.Read\.All +Granted/m);
    expect(code).toBe(0);
    const up = await cli('doctor');
    expect(up.out).toMatch(/^ok +tenants +1 tenant is connected\./m);
    expect(other(NORTHWIND_TENANT_ID).directory.revocations).toHaveLength(1);
  });
  it('ends a request at once when the tenant has taken its consent back, and leaves the tenant alone then', async () => {
    const { consented, tokens } = other(NORTHWIND_TENANT_ID);
    consented.clear();
    tokens.revokeAll();
    const requested = tokens.requests;
    for (let n = 0; n < 3; n++) {
      expect(await ask(senders.northwind, { user: 'sage@northwind.example' })).toMatchObject({
        status: 'failed',
        detail: expect.stringContaining('consent'),
      });
    }
    expect(tokens.requests).toBe(requested);
    const [here] = await talk.ask({ user: 'blake@contoso.com' });
    expect(here?.data.status).toBe('signOutPending');
    expect(await health()).toMatchObject({
      status: 'healthy',
      checks: expect.arrayContaining([
        expect.objectContaining({
          name: 'tenants',
          status: 'warning',
          detail: expect.stringMatching(WITHOUT),
        }),
      ]),
    });
    const check = await cli('doctor', '--tenant', NORTHWIND_TENANT_ID);
    expect(check.out).toMatch(/^FAILED +token +The tenant has given the application no consent/m);
    expect(check.out).toContain(`/${NORTHWIND_TENANT_ID}/adminconsent?client_id=${APPLICATION_ID}`);
    expect(check.code).toBe(1);
  });
  it('uses a connection that the command line has written within a minute, without a restart', async () => {
    const source = 'webhook:fabrikam';
    const connected = await cli('tenants', 'connect', FABRIKAM_TENANT_ID, '--no-confirm', '--source', source);
    const writtenAt = performance.now();
    expect(connected).toMatchObject({ code: 0, error: '' });
    expect(connected.out).toContain(`/${FABRIKAM_TENANT_ID}/adminconsent?client_id=${APPLICATION_ID}`);
    let answer: Result['data'] | undefined;
    do answer = await ask(senders.fabrikam, { user: 'quinn@fabrikam.example' });
    while (answer?.tenantId !== FABRIKAM_TENANT_ID && performance.now() - writtenAt < 60_000);
    expect(answer).toMatchObject({ status: 'signOutPending', tenantId: FABRIKAM_TENANT_ID });
    expect(host.process.exitCode).toBeNull();
  });
  it('is shown by the command line to have it', async () => {
    const { out } = await cli('tenants', 'list', '--json');
    const ids = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly tenantId: string }).tenantId);
    expect(ids.toSorted()).toEqual([NORTHWIND_TENANT_ID, FABRIKAM_TENANT_ID]);
  });
});
