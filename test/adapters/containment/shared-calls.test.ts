import { describe, expect, it } from '@jest/globals';
import type { SharedAnswer } from '../../../shared/adapters/containment/shared-line';
import { TENANT_ID } from '../../support/builders';
import type { GraphReply } from '../../support/shared-call-instances';
import { passUntil, sharedCallInstances } from '../../support/shared-call-instances';

const CALL = { mayCall: () => true };
const userIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `user-${String(n)}`);
const failureOf = (answer: SharedAnswer | undefined) =>
  answer?.kind === 'failed' ? answer.failure : undefined;

function world(options: Parameters<typeof sharedCallInstances>[0] = {}) {
  const all = sharedCallInstances(options);
  const calls = all.instance(0);
  return {
    ...all,
    calls,
    confirm: (users: readonly string[], call = CALL) =>
      passUntil(all.clock, Promise.all(users.map((user) => calls.set('confirmCompromised', user, call)))),
    ticketsLeft: async () => (await all.tickets.list(TENANT_ID, new Date(0))).length,
  };
}

describe('calls that instances make together', () => {
  it('are few for many users, and name at most 60', async () => {
    const { confirm, received, ticketsLeft } = world();
    const answers = await confirm(userIds(150));
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(150);
    expect(received.map((call) => call.userIds.length)).toEqual([60, 60, 30]);
    expect(answers[0]?.record.requestIds).toEqual(['request-id']);
    expect(await ticketsLeft()).toBe(0);
  });
  it('are made at once for the first user', async () => {
    const { confirm, received, clock } = world();
    const startedAt = clock.monotonicMs();
    await confirm(['user-0']);
    expect((received[0]?.atMs ?? 0) - startedAt).toBe(0);
  });
  it('are made by one instance for the users of others, who find the answers', async () => {
    const { clock, instance, received } = world();
    const asked = [0, 1, 2, 3].map((n) => instance(n).set('confirmCompromised', `user-${String(n)}`, CALL));
    const answers = await passUntil(clock, Promise.all(asked));
    expect(answers.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(received).toHaveLength(1);
  });
  it('find out who is at fault when Graph refuses a list of users', async () => {
    const replies = (_call: number, users: readonly string[]): GraphReply =>
      users.includes('user-13') ? 'badRequest' : 'ok';
    const { confirm, affected, received } = world({ replies });
    const answers = await confirm(userIds(60));
    expect(answers.map(({ kind }, n) => (kind === 'failed' ? n : -1)).filter((n) => n >= 0)).toEqual([13]);
    expect(failureOf(answers[13])).toMatchObject({ kind: 'badRequest', detail: { code: 'riskRefused' } });
    expect(affected.size).toBe(59);
    expect(received.length).toBeLessThan(20);
  });
  it('ask again for a user whom Graph had refused', async () => {
    const { confirm } = world({ replies: (call) => (call === 0 ? 'notFound' : 'ok') });
    expect((await confirm(['user-0'])).map(failureOf)).toMatchObject([{ kind: 'badRequest' }]);
    expect((await confirm(['user-0'])).map(({ kind }) => kind)).toEqual(['accepted']);
  });
  it('are given up when a permission is missing, and leave nothing that waits', async () => {
    const { confirm, received, ticketsLeft, clock } = world({ replies: () => 'forbidden' });
    expect((await confirm(userIds(3))).map(failureOf)).toMatchObject([
      { kind: 'forbidden' },
      { kind: 'forbidden' },
      { kind: 'forbidden' },
    ]);
    await clock.pass(10_000);
    expect(received).toHaveLength(1);
    expect(await ticketsLeft()).toBe(0);
  });
  it('report the last failure to those who have waited for long enough, while their tickets wait on', async () => {
    const { confirm, ticketsLeft, affected } = world({
      replies: (call) => (call < 5 ? 'throttled' : 'ok'),
      waitMs: 3000,
    });
    expect((await confirm(['user-0'])).map(failureOf)).toMatchObject([{ kind: 'throttled' }]);
    expect(await ticketsLeft()).toBe(1);
    await confirm(['user-1']);
    expect([...affected].sort()).toEqual(['user-0', 'user-1']);
  });
  it('are not made for a ticket of long ago', async () => {
    const { confirm, tickets, clock, affected } = world();
    const addedAt = new Date(clock.now().getTime() - 601_000);
    await tickets.add({ tenantId: TENANT_ID, act: 'confirmCompromised', userId: 'user-1' }, addedAt);
    await confirm(['user-0']);
    expect([...affected]).toEqual(['user-0']);
  });
  it('are not made for a user for whom nobody may call any more, not even later with others', async () => {
    let may = true;
    const { calls, clock, confirm, affected } = world({
      replies: (call) => (call === 0 ? 'throttled' : 'ok'),
    });
    const asked = calls.set('confirmCompromised', 'user-0', { mayCall: () => may });
    await clock.pass(100);
    may = false;
    expect(failureOf(await passUntil(clock, asked))).toMatchObject({ kind: 'leaseEnded' });
    await confirm(['user-1']);
    expect([...affected]).toEqual(['user-1']);
  });
  it('end for who waits no more', async () => {
    const { calls, clock } = world({ replies: () => 'throttled' });
    const controller = new AbortController();
    const asked = calls.set('confirmCompromised', 'user-0', { ...CALL, signal: controller.signal });
    await clock.pass(3000);
    controller.abort();
    expect(failureOf(await passUntil(clock, asked))).toMatchObject({ kind: 'throttled' });
  });
  it('do not begin where a user cannot be written down', async () => {
    const { confirm, received, storeIsDown } = world();
    storeIsDown(true);
    expect((await confirm(['user-0'])).map(failureOf)).toMatchObject([
      { kind: 'unavailable', detail: { code: 'ticketsUnreachable' } },
    ]);
    expect(received).toEqual([]);
  });
  it('go on when the ledger is there again', async () => {
    const { calls, clock, storeIsDown } = world({ replies: (call) => (call < 2 ? 'throttled' : 'ok') });
    const asked = calls.set('confirmCompromised', 'user-0', CALL);
    await clock.pass(500);
    storeIsDown(true);
    await clock.pass(5000);
    storeIsDown(false);
    expect(await passUntil(clock, asked)).toMatchObject({ kind: 'accepted' });
  });
  it('are made again for a user whose ticket is gone', async () => {
    const { calls, clock, tickets } = world({ replies: (call) => (call < 2 ? 'throttled' : 'ok') });
    const asked = calls.set('confirmCompromised', 'user-0', CALL);
    await clock.pass(500);
    await tickets.remove({ tenantId: TENANT_ID, act: 'confirmCompromised', userId: 'user-0' });
    expect(await passUntil(clock, asked)).toMatchObject({ kind: 'accepted' });
  });
  it('forget a user whose ticket was taken back', async () => {
    const { calls, clock, confirm, affected } = world({
      replies: (call) => (call < 2 ? 'throttled' : 'ok'),
      waitMs: 900,
    });
    await confirm(['user-0']);
    await passUntil(clock, calls.cancel('confirmCompromised', 'user-0'));
    await confirm(['user-1']);
    await confirm(['user-1']);
    expect([...affected]).toEqual(['user-1']);
  });
});

describe('reads that share these calls', () => {
  it('are answered in turn', async () => {
    const { calls, clock, received } = world();
    const answers = await passUntil(clock, Promise.all(userIds(3).map((user) => calls.read(user, CALL))));
    expect(answers.map((answer) => answer?.kind)).toEqual(['ok', 'ok', 'ok']);
    expect(received.map(({ atMs }) => atMs - (received[0]?.atMs ?? 0))).toEqual([0, 1000, 2000]);
  });
  it('are not made when many wait', async () => {
    const { calls, clock } = world();
    const answers = await passUntil(clock, Promise.all(userIds(8).map((user) => calls.read(user, CALL))));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(3);
  });
  it('come after those for whom something is done', async () => {
    const { calls, clock, received } = world();
    const asked = [calls.read('user-0', CALL), calls.set('confirmCompromised', 'user-1', CALL)];
    await passUntil(clock, Promise.all(asked));
    expect(received.map(({ kind }) => kind)).toEqual(['set', 'read']);
  });
  it('are answered by the refusal that all would meet', async () => {
    const { calls, clock } = world({ replies: () => 'forbidden' });
    expect(await passUntil(clock, calls.read('user-0', CALL))).toMatchObject({ kind: 'failed' });
  });
});
