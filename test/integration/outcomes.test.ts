import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { localTopology } from '../../local/local-topology';
import { CONTOSO_TENANT_ID, contosoOtherObjects } from '../../local/tenant/contoso';
import { failure } from '../../local/tenant/graph-api';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import type { Changes } from '../fixtures/alerts/alert-fixture';
import { changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { idOf, revocationsOf as countRevocations } from '../support/contoso-users';
import { eventually } from '../support/eventually';

let stack: LocalStack;
let talk: Conversation;

beforeAll(async () => {
  const topology = {
    ...localTopology,
    queues: { ...localTopology.queues, 'requests-off': {}, 'requests-preview': {} },
  };
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..'), topology });
  await Promise.all([
    // Some users are signed out more often than the brake allows by default.
    stack.startHost({ LEDGER_STORAGE: 'memory', REVOCATION_POLICY: '{"brake":"none"}' }),
    stack.startHost({ REVOCATION_QUEUE: 'requests-off', REVOCATION_ENABLED: 'false' }),
    stack.startHost({
      REVOCATION_QUEUE: 'requests-preview',
      REVOCATION_MODE: 'whatIf',
      MESSAGE_LOCALE: 'fr',
    }),
  ]);
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

const revocationsOf = (upn: string): number => countRevocations(stack.tenant, upn);
const guest = 'drew_fabrikam.com#EXT#@contoso.onmicrosoft.com';
const externalMember = 'emery_fabrikam.com#EXT#@contoso.onmicrosoft.com';

describe('signOutPending', () => {
  it('is the answer for a member, verified, with everything an auditor needs', async () => {
    const [event] = await talk.ask({
      user: 'avery@contoso.com',
      reason: 'Spray',
      alert: { provider: 'Sentinel', severity: 'High' },
      tenantId: CONTOSO_TENANT_ID,
    });
    expect(event).toMatchObject({
      subject: 'signOutPending',
      data: {
        status: 'signOutPending',
        mode: 'revoke',
        reason: 'Spray',
        verified: true,
        // Unknown if the policies have not been read so soon.
        bound: expect.stringMatching(/^(?:default|unknown)$/),
        user: { reference: 'avery@contoso.com', id: idOf('avery@contoso.com'), userType: 'Member' },
        methods: [{ name: 'graph', status: 'accepted', attempts: 1, requestIds: [expect.any(String)] }],
      },
    });
    expect(revocationsOf('avery@contoso.com')).toBe(1);
    const life = Date.parse(event?.data.effectiveNoLaterThan ?? '') - Date.parse(event?.data.revokedAt ?? '');
    expect(life).toBe(90 * 60 * 1000);
  });
  it.each([
    ['an apostrophe', "o'neil@contoso.com"],
    ['accents', 'zoë.müller@contoso.com'],
    ['a $ at the beginning', '$payroll@contoso.com'],
  ])('is the answer for a name with %s', async (_what, user) => {
    const [event] = await talk.ask({ user });
    expect(event?.data.status).toBe('signOutPending');
    expect(revocationsOf(user)).toBe(1);
  });
  it('is the answer for each of several users, one of them named twice', async () => {
    const users = [
      'blake@contoso.com',
      'BLAKE@contoso.com',
      { samAccountName: 'gray', domain: 'CONTOSO' },
      { id: idOf('casey@contoso.com') },
    ];
    const events = await talk.ask({ users }, 3);
    expect(events.map(({ data }) => data.status)).toEqual([
      'signOutPending',
      'signOutPending',
      'signOutPending',
    ]);
    expect(['blake@contoso.com', 'gray@contoso.com', 'casey@contoso.com'].map(revocationsOf)).toEqual([
      1, 1, 1,
    ]);
  });
  it('is the answer after a throttle that ended in time', async () => {
    const user = 'throttled@contoso.com';
    stack.tenant.faults.add({
      method: 'POST',
      path: idOf(user),
      times: 1,
      answer: failure(429, 'TooManyRequests', '', { 'Retry-After': '0.2' }),
    });
    const [event] = await talk.ask({ user });
    expect(event?.data).toMatchObject({ status: 'signOutPending', methods: [{ attempts: 2 }] });
  });
  it('is the answer after a connection that broke, even if the call had taken effect', async () => {
    const user = 'indigo@contoso.com';
    stack.tenant.faults.add({
      method: 'POST',
      path: idOf(user),
      times: 1,
      answer: 'drop',
      takesEffect: true,
    });
    const [event] = await talk.ask({ user: { sid: 'S-1-12-1-169578350-1326333010-1818050954-345673598' } });
    expect(event?.data).toMatchObject({ status: 'signOutPending', methods: [{ attempts: 2 }] });
    expect(revocationsOf(user)).toBe(2);
  });
  it('is not verified when the directory does not show it', async () => {
    stack.tenant.faults.add({
      method: 'POST',
      path: idOf('harper@contoso.com'),
      times: 1,
      answer: { status: 204 },
    });
    const [event] = await talk.ask({ user: 'harper@contoso.com' });
    expect(event?.data).toMatchObject({ status: 'signOutPending', verified: false });
  });
});

describe('duplicate', () => {
  it('is the answer for a user who is named again in another way', async () => {
    const before = revocationsOf('casey@contoso.com');
    const events = await talk.ask({ users: ['casey@contoso.com', idOf('casey@contoso.com')] }, 2);
    const done = events.find(({ subject }) => subject === 'signOutPending');
    expect(events.find(({ subject }) => subject === 'duplicate')?.data.duplicateOf).toBe(done?.id);
    expect(revocationsOf('casey@contoso.com')).toBe(before + 1);
  });
});

describe('the ledger', () => {
  it('makes a second request for the same alert a duplicate, and lets a newer alert revoke again', async () => {
    const before = revocationsOf('gray@contoso.com');
    const about = (id: string, createdAt?: string) => ({
      user: 'gray@contoso.com',
      alert: { provider: 'Sentinel', id, ...(createdAt !== undefined && { createdAt }) },
    });
    const [first] = await talk.ask(about('alert-1'));
    const [second] = await talk.ask(about('alert-1'));
    expect(second?.data).toMatchObject({ status: 'duplicate', duplicateOf: first?.id, methods: [] });
    const [preview] = await talk.ask({ ...about('alert-1'), whatIf: true });
    expect(preview?.data).toMatchObject({ status: 'whatIf', predicted: 'duplicate' });
    expect(revocationsOf('gray@contoso.com')).toBe(before + 1);
    const [other] = await talk.ask(about('alert-2'));
    const [newer] = await talk.ask(about('alert-1', new Date().toISOString()));
    expect([other, newer].map((event) => event?.subject)).toEqual(['signOutPending', 'signOutPending']);
    expect(revocationsOf('gray@contoso.com')).toBe(before + 3);
  });
  it('lets a repeated request revoke nobody again, and makes another request with its id rejected', async () => {
    const before = revocationsOf('casey@contoso.com');
    const id = randomUUID();
    const [first] = await talk.ask({ id, user: 'casey@contoso.com' }, 1, { messageId: id });
    await talk.send({ id, user: 'casey@contoso.com' });
    await talk.send({ id, user: 'blake@contoso.com' });
    const [, other] = await talk.answers(id, 2);
    expect(other?.data).toMatchObject({ status: 'rejected', issues: [{ path: 'id' }] });
    await eventually('an empty queue', () => stack.broker.length('revocation-requests') === 0);
    expect((await talk.answers(id, 2)).map((event) => event.id)).toEqual([first?.id, other?.id]);
    expect(revocationsOf('casey@contoso.com')).toBe(before + 1);
  });
});

describe('alerts as products emit them', () => {
  const incident = (user: string, changes: Changes = {}): unknown => {
    const [name = '', suffix = ''] = user.split('@');
    const account = { id: '', upn: user, sid: '', name, suffix, domain: '' };
    const found = alertFixtures.find(({ format }) => format === 'sentinelIncidentTrigger');
    const justNow = new Date().toISOString();
    const named = { 'object/name': randomUUID(), 'object/properties/createdTimeUtc': justNow, ...changes };
    return found && changed(changed(found.alert([account]), found.lookAlikes), named);
  };
  it('sign out the users whom they name as compromised, and no other user in them', async () => {
    const before = stack.tenant.directory.revocations.length;
    const events = await talk.ask(incident('blake@contoso.com'));
    expect(events.map(({ data }) => [data.status, data.user?.id])).toEqual([
      ['signOutPending', idOf('blake@contoso.com')],
    ]);
    const revoked = stack.tenant.directory.revocations.slice(before).map(({ userId }) => userId);
    expect(revoked).toEqual([idOf('blake@contoso.com')]);
  });
  it('sign nobody out once they are closed', async () => {
    const [event] = await talk.ask(incident('blake@contoso.com', { 'object/properties/status': 'Closed' }));
    expect(event?.data).toMatchObject({ status: 'nothingToDo', detail: expect.stringContaining('closed') });
  });
  it('are read in batches and envelopes', async () => {
    const messageId = randomUUID();
    const data = incident('avery@contoso.com');
    const event = { specversion: '1.0', type: 't', source: 's', id: 'e', data };
    const logged = { records: [{ user: 'blake@contoso.com' }] };
    await talk.send([event, { user: 'nobody@contoso.com' }, logged], { messageId });
    const answers = await Promise.all([
      talk.answers(`${messageId}.0`, 1),
      talk.answers(`${messageId}.1`, 1),
      talk.answers(`${messageId}.2`, 1),
    ]);
    expect(answers.flat().map(({ subject }) => subject)).toEqual([
      'signOutPending',
      'userNotFound',
      'rejected',
    ]);
  });
});

describe('nobody is revoked', () => {
  it.each<[string, unknown, object]>([
    ['userNotFound', { user: 'nobody@contoso.com' }, { status: 'userNotFound' }],
    ['notApplicable for a guest', { user: guest }, { status: 'notApplicable', user: { userType: 'Guest' } }],
    ['notApplicable for an external member', { user: externalMember }, { status: 'notApplicable' }],
    ['notApplicable for a customer', { user: 'customer-17@contoso.com' }, { status: 'notApplicable' }],
    [
      'notApplicable for a service principal',
      { user: { id: contosoOtherObjects[0]?.id } },
      { status: 'notApplicable' },
    ],
    [
      'failed for an address of two users',
      { user: 'shared@contoso.com' },
      { status: 'failed', detail: expect.stringContaining('2 users') },
    ],
    [
      'rejected for another tenant',
      { user: 'avery@contoso.com', tenantId: randomUUID() },
      { status: 'rejected' },
    ],
    [
      'awaitingConfirmation',
      { user: 'avery@contoso.com', confirm: true },
      {
        status: 'awaitingConfirmation',
        detail: 'The request asks for approval.',
        confirmation: { id: expect.stringMatching(/^[\da-f]{32}$/), expiresAt: expect.any(String) },
      },
    ],
    [
      'whatIf',
      { user: 'avery@contoso.com', whatIf: true },
      { status: 'whatIf', predicted: 'signOutPending' },
    ],
    ['whatIf for a guest', { user: guest, WhatIf: true }, { status: 'whatIf', predicted: 'notApplicable' }],
  ])('%s', async (_status, body, expected) => {
    const before = stack.tenant.directory.revocations.length;
    const [event] = await talk.ask(body);
    expect(event?.data).toMatchObject({ ...expected, methods: [] });
    expect(stack.tenant.directory.revocations).toHaveLength(before);
  });
  it('notEnabled, while revocation is off', async () => {
    const calls = stack.tenant.calls.length;
    const [event] = await talk.ask({ user: 'avery@contoso.com' }, 1, {}, 'requests-off');
    expect(event?.data.status).toBe('notEnabled');
    expect(stack.tenant.calls).toHaveLength(calls);
  });
  it('whatIf for everything while the app is in that mode, in French when that is configured', async () => {
    const before = stack.tenant.calls.length;
    const [event] = await talk.ask({ user: 'avery@contoso.com' }, 1, {}, 'requests-preview');
    expect(event?.data).toMatchObject({
      status: 'whatIf',
      mode: 'whatIf',
      message: expect.stringMatching(/^Simulation/),
    });
    expect(stack.tenant.calls.slice(before).map(({ method }) => method)).toEqual(['GET']);
  });
  it.each([
    [
      'forbidden, and the missing permission is named',
      failure(403, 'Authorization_RequestDenied', ''),
      /User\.RevokeSessions\.All/,
    ],
    ['answered false', { status: 200, body: { value: false } }, /value false/],
  ])('failed, when it is %s; the original is kept', async (_why, answer, reason) => {
    stack.tenant.faults.add({ method: 'POST', path: idOf('blake@contoso.com'), times: 1, answer });
    const messageId = randomUUID();
    const [event] = await talk.ask({ user: 'blake@contoso.com' }, 1, { messageId });
    expect(event?.data).toMatchObject({ status: 'failed', methods: [{ status: 'failed', attempts: 1 }] });
    expect(event?.data.detail).toMatch(reason);
    const { body, properties } = await talk.original(messageId);
    expect(String(body)).toBe('{"user":"blake@contoso.com"}');
    expect(properties).toMatchObject({ status: 'failed', outcomeId: event?.id });
  });
});

describe('a message that is not a request is rejected, and its original is kept byte for byte', () => {
  it.each<[string, Buffer]>([
    ['not JSON', Buffer.from('user=avery@contoso.com')],
    ['nothing', Buffer.alloc(0)],
    ['null', Buffer.from('null')],
    ['a number, with spaces', Buffer.from(' 123 ')],
    ['a list', Buffer.from('["avery@contoso.com"]')],
    ['a NUL byte', Buffer.from([0])],
    ['50,000 brackets', Buffer.from('['.repeat(50_000) + ']'.repeat(50_000))],
    ['__proto__', Buffer.from('{"user":"avery@contoso.com","__proto__":{}}')],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['half a surrogate pair', Buffer.from('{"user":"\\ud800@contoso.com"}')],
    [
      '200,000 letters',
      Buffer.from(JSON.stringify({ user: 'avery@contoso.com', reason: 'x'.repeat(200_000) })),
    ],
    ['a body that looks like the metadata', Buffer.from('{"messageId":"spoofed","deliveryCount":99}')],
  ])('%s', async (_what, bytes) => {
    const before = stack.tenant.directory.revocations.length;
    const messageId = randomUUID();
    const [event] = await talk.ask(bytes, 1, { messageId, contentType: 'application/json' });
    expect(event).toMatchObject({ subject: 'rejected', data: { issues: [{ path: expect.any(String) }] } });
    const { body, properties } = await talk.original(messageId);
    expect(Buffer.compare(Buffer.from(body), bytes)).toBe(0);
    expect(properties).toMatchObject({ status: 'rejected', reason: event?.data.detail });
    expect(stack.tenant.directory.revocations).toHaveLength(before);
  });
});

describe('nothing remains', () => {
  it('on the queues, except for the originals that were kept', () => {
    expect(stack.broker.length('revocation-requests')).toBe(0);
    expect(stack.broker.length('revocation-requests/$deadletterqueue')).toBe(0);
    expect(stack.broker.length('revocation-results/subscriptions/attention')).toBeGreaterThan(0);
  });
});
