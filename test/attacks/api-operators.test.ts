import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import { aMessage } from '../support/app';
import { aPerson, anApplication, apiOfTwins, callers } from '../support/api';
import { NOW, OTHER_TENANT_ID } from '../support/builders';

const operator = callers.everything;
const known = {
  ...callers,
  operator,
  reader: aPerson('x', 'read'),
  asker: aPerson('soc', 'request'),
  approver: aPerson('lead', 'approve'),
  program: anApplication('read', 'request', 'approve', 'operate'),
  idle: { ...operator, signedInAt: new Date(NOW.getTime() - 16 * 60_000) },
  ghost: { ...operator, objectId: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9bff' },
  left: { ...operator, objectId: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9bee' },
};
const changes: readonly (readonly [string, object])[] = [
  ['stop', { reason: 'x' }],
  ['resume', { reason: 'x', stop: '1' }],
  ['quarantine/1', { action: 'replay' }],
  ['quarantine/1', { action: 'close', reason: 'x' }],
];

/** The app, stopped once, with one original in quarantine, and a disabled account. */
async function scene() {
  const side = apiOfTwins({}, known);
  side.tenant.add({ id: known.left.objectId, userPrincipalName: 'left@contoso.com', isDisabled: true });
  await side.switchStore.set({ state: 'stopped', by: 'x', reason: 'x' });
  await processMessage(side.dependencies, aMessage('not json', {}, { messageId: 'bad' }));
  const before = await side.switchStore.read();
  const untouched = async () => {
    expect(await side.switchStore.read()).toEqual(before);
    expect(await side.quarantine.find('1')).toBeDefined();
    expect(side.requestQueue.scheduled).toEqual([]);
  };
  return { ...side, untouched };
}

describe.each(changes)('POST /api/%s %j changes nothing', (path, body) => {
  it.each<[keyof typeof known, number]>([
    ['reader', 403],
    ['asker', 403],
    ['approver', 403],
    ['program', 403],
    ['idle', 401],
    ['ghost', 403],
    ['left', 403],
  ])('for %s', async (token, status) => {
    const { call, untouched } = await scene();
    expect(await call('POST', path, { token, body })).toMatchObject({ status });
    await untouched();
  });
  it('for an operator whom a pending request of a proven sender names, and says which request', async () => {
    const side = await scene();
    const about = { user: 'other@contoso.com', confirm: true };
    await side.switchStore.set({ state: 'running', by: 'x', reason: 'x' });
    side.clock.advance(6_000);
    const history = { origin: { messageId: 'alert' }, attempts: 0, receivedBy: 'webhook:siem' as const };
    await processMessage(side.dependencies, aMessage(about, { history }));
    const { body: list } = await side.call('GET', 'approvals', { token: 'reader' });
    const [pending] = list['value'] as { id: string }[];
    const answer = await side.call('POST', path, { token: 'operator', body });
    expect(answer).toMatchObject({ status: 403 });
    expect(answer.body['detail']).toContain(pending?.id);
    expect(await side.switchStore.read()).toMatchObject({ change: { state: 'running' } });
    expect(await side.quarantine.find('1')).toBeDefined();
  });
  it('for an operator who was signed out since', async () => {
    const { call, dependencies, clock, untouched } = await scene();
    clock.advance(60_000);
    await dependencies.revokers.graph.revoke(
      { id: operator.objectId, signInTypes: [] },
      { mayCall: () => true, share: [] },
    );
    expect(await call('POST', path, { token: 'operator', body })).toMatchObject({ status: 401 });
    await untouched();
  });
  it('for a page of another origin', async () => {
    const { call, untouched } = await scene();
    const headers = { origin: 'https://evil.example' };
    expect(await call('POST', path, { token: 'operator', body, headers })).toMatchObject({ status: 403 });
    await untouched();
  });
});

describe('a stop', () => {
  it('is taken back by none that resumes another one: stale, replayed or guessed', async () => {
    const { call, switchStore } = apiOfTwins({}, known);
    const stop = async () =>
      (await call('POST', 'stop', { token: 'operator', body: { reason: 'x' } })).body['id'] as string;
    const resume = async (id: string) =>
      (await call('POST', 'resume', { token: 'operator', body: { reason: 'x', stop: id } })).status;
    const first = await stop();
    const second = await stop();
    expect(await resume(first)).toBe(409);
    expect(await resume(second)).toBe(200);
    const third = await stop();
    for (const stale of [first, second, 'x', '*', `${third} `, `${third}0`])
      expect(await resume(stale)).toBe(409);
    expect(await switchStore.read()).toMatchObject({ change: { state: 'stopped', id: third } });
  });
  it('holds, whichever of a stop and resumptions of the one before comes first', async () => {
    const { call, switchStore } = apiOfTwins({}, known);
    const send = (path: string, body: object) => call('POST', path, { token: 'operator', body });
    const { body: shown } = await send('stop', { reason: 'x' });
    const resume = () => send('resume', { reason: 'x', stop: shown['id'] });
    const answers = await Promise.all([resume(), send('stop', { reason: 'y' }), resume(), resume()]);
    expect(await switchStore.read()).toMatchObject({ change: { state: 'stopped', reason: 'y' } });
    expect(answers[1].status).toBe(200);
    expect(answers.filter((_, n) => n !== 1).filter(({ status }) => status === 200).length).toBeLessThan(2);
    expect((await resume()).status).toBe(409);
  });
  it('has the name that the directory knows, not that of the token', async () => {
    const forged = { ...operator, userPrincipalName: 'ceo@contoso.com' };
    const { call } = apiOfTwins({}, { forged });
    const answer = await call('POST', 'stop', { token: 'forged', body: { reason: 'x' } });
    expect(answer.body['by']).toBe('other@contoso.com');
  });
});

describe('an original', () => {
  it('is never in a list, whatever is asked for', async () => {
    const { call, dependencies } = apiOfTwins({}, known);
    await processMessage(dependencies, aMessage('{"password":"hunter2"', {}, { messageId: 'bad' }));
    const { body } = await call('GET', 'quarantine', { token: 'program' });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|text|base64/);
  });
  it.each(['reader', 'asker', 'approver'])('is shown to no %s', async (token) => {
    const { call } = await scene();
    expect((await call('GET', 'quarantine', { token })).status).toBe(403);
    expect((await call('GET', 'quarantine/1', { token })).status).toBe(403);
  });
  it('is found by its own number alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ minLength: 1, maxLength: 30 }),
          fc.constantFrom('01', '1.0', '1e0', '-1', '+1', ' 1', '١', '18446744073709551617', '0x1', '1,2'),
        ),
        async (number) => {
          fc.pre(number !== '1' && !/^\.+$/.test(number) && number.isWellFormed());
          // Each try has an app of its own: the allowance of the operator is whole, and the sign-in fresh.
          const { call, untouched } = await scene();
          const path = `quarantine/${encodeURIComponent(number)}`;
          const body = { action: 'close', reason: 'x' };
          const { status } = await call('POST', path, { token: 'operator', body });
          expect(status).toBe(404);
          await untouched();
        },
      ),
      { numRuns: 100 },
    );
  });
  it('is replayed once by two operators at the same time', async () => {
    const side = apiOfTwins({}, known);
    await processMessage(side.dependencies, aMessage('not json', {}, { messageId: 'bad' }));
    const replay = () => side.call('POST', 'quarantine/1', { token: 'operator', body: { action: 'replay' } });
    const statuses = (await Promise.all([replay(), replay()])).map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(side.requestQueue.scheduled).toHaveLength(1);
  });
  it('brings what it was sent with, and not more: a replay over HTTP does not believe what it carries', async () => {
    const side = apiOfTwins({}, known);
    await processMessage(side.dependencies, aMessage('not json', {}, { messageId: 'bad' }));
    await side.call('POST', 'quarantine/1', { token: 'operator', body: { action: 'replay' } });
    const [copy] = side.requestQueue.scheduled;
    expect(copy?.original.history.receivedBy).toBe('queue');
  });
});

it('outcomes of a tenant that is not connected are none of a home name', async () => {
  const { call } = apiOfTwins({}, known);
  const path = `outcomes?user=avery@contoso.com&tenant=${OTHER_TENANT_ID}`;
  expect((await call('GET', path, { token: 'reader' })).status).toBe(404);
});
