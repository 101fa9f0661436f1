import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { connectionsOf } from '../../shared/core/connection';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage } from '../support/app';
import type { apiOfTwins as ApiOfTwins } from '../support/api';
import { apiOfTwins, callers } from '../support/api';
import { NOW, OTHER_TENANT_ID, aPolicy } from '../support/builders';

type Side = ReturnType<typeof ApiOfTwins>;
const operate = (side: Side, path: string, body: unknown) =>
  side.call('POST', path, { token: 'everything', body });
const status = async ({ call }: Side) => (await call('GET', 'status', { token: 'analyst' })).body;

describe('GET /api/status', () => {
  it('has the state of a service in which nothing has happened', async () => {
    expect(await status(apiOfTwins())).toEqual({
      mode: 'revoke',
      enabled: true,
      switch: { state: 'running' },
      policy: { digest: expect.stringMatching(/^[0-9a-f]{16}$/) },
      brake: [],
      tenants: [{ id: aPolicy().tenantId, state: 'home' }],
      waiting: { count: 0 },
      version: '1.2.3',
    });
  });
  it('has what waits and since when, and what the brake has counted and holds', async () => {
    const side = apiOfTwins({ brake: { users: 1, windowMs: 3_600_000, repeats: 3 } });
    for (const name of ['avery', 'blake'])
      await processMessage(side.dependencies, aMessage({ id: name, user: `${name}@contoso.com` }));
    expect(await status(side)).toMatchObject({
      brake: [{ limit: 1, windowSeconds: 3600, count: 1, held: 1 }],
      waiting: { count: 1, oldestAt: NOW.toISOString() },
    });
    side.clock.advance(2 * 3_600_000);
    expect(await status(side)).toMatchObject({ brake: [{ count: 0 }] });
  });
  it('has the connected tenants, and the brakes of those in which users are signed out', async () => {
    const connection = { tenantId: OTHER_TENANT_ID, name: 'Fabrikam', policy: {}, sources: [] };
    const gone = { ...connection, tenantId: '0e5c1a7d-58de-4c1b-9a77-0d2f5b8e4c99', disconnected: true };
    const brake = { users: 5, windowMs: 60_000, repeats: 3 };
    const side = apiOfTwins({ brake }, callers, ({ dependencies }) => ({
      dependencies: {
        ...dependencies,
        tenants: {
          connections: () => Promise.resolve(connectionsOf([connection, gone])),
          access: () => ({ ...dependencies, policy: { ...dependencies.policy, tenantId: OTHER_TENANT_ID } }),
        },
      },
    }));
    const { tenantId: home } = aPolicy();
    const row = { limit: 5, windowSeconds: 60, count: 0, held: 0 };
    expect(await status(side)).toMatchObject({
      brake: [row, { tenant: OTHER_TENANT_ID, ...row }],
      tenants: [
        { id: home, state: 'home' },
        { id: OTHER_TENANT_ID, name: 'Fabrikam', state: 'connected' },
        { id: gone.tenantId, name: 'Fabrikam', state: 'disconnected' },
      ],
    });
  });
  it('names what it cannot read, and has the rest', async () => {
    const fails = () => Promise.reject(new Unavailable('switch', new Error('x')));
    const side = apiOfTwins({}, callers, ({ dependencies, switchStore }) => ({
      switchStore: { ...switchStore, read: fails },
      dependencies: { ...dependencies, tenants: { ...dependencies.tenants, connections: fails } },
    }));
    const found = await status(side);
    expect(found['unavailable']).toEqual(['switch', 'brake', 'tenants']);
    expect(found).toMatchObject({ waiting: { count: 0 }, version: '1.2.3' });
    expect(found).not.toHaveProperty('switch');
  });
});

describe('POST /api/stop and POST /api/resume', () => {
  it('stop all revocations in the name of the caller, and take that back', async () => {
    const side = apiOfTwins();
    const { dependencies, tenant, clock, resultsTopic } = side;
    const stopped = await operate(side, 'stop', { reason: 'Wrong users' });
    expect(stopped).toMatchObject({
      status: 200,
      body: { state: 'stopped', reason: 'Wrong users', by: 'other@contoso.com' },
    });
    expect((await status(side))['switch']).toEqual(stopped.body);
    await processMessage(dependencies, aMessage({ id: 'r-1', user: 'avery@contoso.com' }));
    expect(tenant.revoked).toEqual([]);
    const types = resultsTopic.published.map(({ body }) => Buffer.from(body).toString());
    expect(types[0]).toContain('io.github.session-revoker.service.v1');
    const resumed = await operate(side, 'resume', { reason: 'Fixed', stop: stopped.body['id'] });
    expect(resumed).toMatchObject({ status: 200, body: { state: 'running', reason: 'Fixed' } });
    clock.advance(6_000);
    await processMessage(
      dependencies,
      aMessage({ id: 'r-2', user: 'avery@contoso.com' }, {}, { messageId: 'm-2' }),
    );
    expect(tenant.revoked).toHaveLength(1);
  });
  it('take nothing back when nothing is stopped', async () => {
    const side = apiOfTwins();
    expect(await operate(side, 'resume', { reason: 'x', stop: '1' })).toMatchObject({ status: 409 });
  });
  it('stop while the directory does not answer, and resume only when it does', async () => {
    const failing = apiOfTwins({}, callers, ({ dependencies }) => ({
      dependencies: {
        ...dependencies,
        directory: {
          ...dependencies.directory,
          find: () =>
            Promise.resolve({
              kind: 'lookupFailed',
              failure: { kind: 'throttled', detail: { code: 'text', values: { text: 'x' } } },
            }),
        },
      },
    }));
    const stopped = await operate(failing, 'stop', { reason: 'x' });
    expect(stopped).toMatchObject({ status: 200, body: { by: callers.everything.objectId } });
    const { id: stop } = stopped.body;
    expect(await operate(failing, 'resume', { reason: 'x', stop })).toMatchObject({ status: 503 });
    expect(await status(failing)).toMatchObject({ switch: { state: 'stopped' } });
  });
  it.each([
    ['stop', {}],
    ['stop', { reason: '' }],
    ['stop', { reason: 'x', by: 'lead@contoso.com' }],
    ['resume', { reason: 'x' }],
  ])('answer 400 to %s %j, and change nothing', async (path, body) => {
    const side = apiOfTwins();
    expect(await operate(side, path, body)).toMatchObject({ status: 400 });
    expect(await side.switchStore.read()).toEqual({ kind: 'unset' });
  });
});

/** The app with originals in quarantine: what could not be read. */
async function withOriginals(...bodies: readonly string[]): Promise<Side> {
  const side = apiOfTwins();
  for (const [n, body] of bodies.entries())
    await processMessage(side.dependencies, aMessage(body, {}, { messageId: `bad-${String(n)}` }));
  return side;
}

describe('the quarantine', () => {
  const list = async (side: Side, query = '') =>
    (await side.call('GET', `quarantine${query}`, { token: 'everything' })).body;
  it('is listed page by page, the oldest first, without any body', async () => {
    const side = await withOriginals('{"secret":1', 'not json');
    const first = await list(side, '?top=1');
    expect(first['value']).toMatchObject([{ number: '1', status: 'rejected', bytes: 11 }]);
    expect(JSON.stringify(first)).not.toContain('secret');
    const next = String(first['nextLink']).replace('/api/quarantine', '');
    const second = await list(side, next);
    expect(second['value']).toMatchObject([{ number: '2' }]);
    expect(second).not.toHaveProperty('nextLink');
    expect(await side.call('GET', 'quarantine?after=x', { token: 'everything' })).toMatchObject({
      status: 400,
    });
  });
  it('shows one original byte for byte', async () => {
    const side = await withOriginals('{"secret":1');
    await processMessage(
      side.dependencies,
      aMessage(Buffer.from([255, 254, 0]), {}, { messageId: 'binary' }),
    );
    const show = async (number: string) =>
      (await side.call('GET', `quarantine/${number}`, { token: 'everything' })).body;
    expect(await show('1')).toMatchObject({ text: '{"secret":1', base64: btoa('{"secret":1'), tries: 1 });
    const binary = await show('2');
    expect(binary['base64']).toBe(Buffer.from([255, 254, 0]).toString('base64'));
    expect(binary).not.toHaveProperty('text');
  });
  it('has an original replayed as a request of its own, and then no more', async () => {
    const side = await withOriginals('not json');
    const answer = await operate(side, 'quarantine/1', { action: 'replay', refresh: true });
    expect(answer).toMatchObject({
      status: 200,
      body: { number: '1', action: 'replay', by: 'other@contoso.com' },
    });
    const [copy] = side.requestQueue.scheduled;
    expect(Buffer.from(copy?.original.body ?? []).toString()).toBe('not json');
    expect(copy?.original.history).toMatchObject({ attempts: 0, replay: expect.stringMatching(/^1@/) });
    expect((await list(side))['value']).toEqual([]);
    expect(await operate(side, 'quarantine/1', { action: 'replay' })).toMatchObject({ status: 404 });
  });
  it('has an original closed with a reason, which is recorded with the object id of the operator', async () => {
    const side = await withOriginals('not json', 'neither');
    const answer = await operate(side, 'quarantine/2', { action: 'close', reason: 'A test' });
    expect(answer).toMatchObject({ status: 200, body: { number: '2', action: 'close' } });
    expect(side.requestQueue.scheduled).toEqual([]);
    expect(side.telemetry.events).toContainEqual(
      expect.objectContaining({
        kind: 'originalSettled',
        action: 'close',
        number: '2',
        reason: 'A test',
        by: callers.everything.objectId,
        messageKey: side.quarantine.kept[1]?.original.key,
      }),
    );
    expect((await list(side))['value']).toMatchObject([{ number: '1' }]);
  });
  it('keeps an original that cannot be sent', async () => {
    const side = await withOriginals('not json');
    side.requestQueue.schedule = () => Promise.reject(new Unavailable('serviceBus', new Error('x')));
    expect(await operate(side, 'quarantine/1', { action: 'replay' })).toMatchObject({ status: 503 });
    expect((await list(side))['value']).toHaveLength(1);
    expect(side.telemetry.events.filter(({ kind }) => kind === 'originalSettled')).toEqual([]);
  });
  it.each([
    { action: 'close' },
    { action: 'drop', reason: 'x' },
    { action: 'close', reason: 'x', number: '2' },
    {},
  ])('answers 400 to %j, and removes nothing', async (body) => {
    const side = await withOriginals('not json');
    expect(await operate(side, 'quarantine/1', body)).toMatchObject({ status: 400 });
    expect((await list(side))['value']).toHaveLength(1);
  });
});
