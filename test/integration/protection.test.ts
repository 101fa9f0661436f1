import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import { idOf, revocationsOf } from '../support/contoso-users';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';

const BREAK_GLASS = '7a1c2b3d-0000-4000-8000-0000000000a1';
const NESTED = '7a1c2b3d-0000-4000-8000-0000000000a2';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

let stack: LocalStack;
let talk: Conversation;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  stack.tenant.directory.groups.push(
    { id: BREAK_GLASS, members: [NESTED] },
    { id: NESTED, members: [idOf('avery@contoso.com')] },
  );
  stack.tenant.directory.roles.push({
    id: '7a1c2b3d-0000-4000-8000-0000000000b1',
    roleTemplateId: GLOBAL_ADMINISTRATOR,
    members: [idOf('blake@contoso.com')],
  });
  const policy = { protected: { groups: [BREAK_GLASS], roles: ['Global Administrator'] } };
  // A process remembers the memberships that it has read: a fault shows only for a user who was not read yet.
  await stack.startHost({ REVOCATION_POLICY: JSON.stringify(policy) });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});
beforeEach(() => stack.tenant.faults.clear());

const unread = (answer: Fault['answer'], times: number): void =>
  stack.tenant.faults.add({ method: 'POST', path: 'checkMemberGroups', times, answer });

describe('while memberships cannot be read, no protected user is signed out', () => {
  it('when it is forbidden: the request has failed, and says which permission is missing', async () => {
    unread(failure(403, 'Authorization_RequestDenied', ''), 1);
    const [event] = await talk.ask({ user: 'avery@contoso.com' });
    expect(event?.data).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('GroupMember.Read.All'),
    });
  });
  it('when it is throttled: the request waits, and is denied when they can be read again', async () => {
    unread(failure(429, 'TooManyRequests', '', { 'Retry-After': '1' }), 2);
    const [event] = await talk.ask({ user: 'avery@contoso.com' });
    expect(event?.data).toMatchObject({ status: 'protected', user: { id: idOf('avery@contoso.com') } });
  });
  it('when the connection breaks or no answer comes: the call is repeated', async () => {
    stack.tenant.faults.add({ method: 'GET', path: 'directoryRole', times: 1, answer: 'drop' });
    stack.tenant.faults.add({ method: 'GET', path: 'directoryRole', times: 1, answer: 'hang' });
    const requestId = await talk.send({ user: 'blake@contoso.com' });
    const [event] = await talk.answers(requestId, 1);
    expect(event?.data).toMatchObject({
      status: 'protected',
      detail: expect.stringContaining('directory role Global Administrator'),
    });
  });
  it('nor afterwards, by any other name of theirs or in a preview', async () => {
    const incident = { user: idOf('avery@contoso.com').toUpperCase(), alert: { severity: 'critical' } };
    const [byId] = await talk.ask(incident);
    const [preview] = await talk.ask({ user: 'blake@contoso.com', whatIf: true });
    expect(byId?.data.status).toBe('protected');
    expect(preview?.data).toMatchObject({ status: 'whatIf', predicted: 'protected' });
    for (const name of ['avery@contoso.com', 'blake@contoso.com']) {
      expect(revocationsOf(stack.tenant, name)).toBe(0);
    }
  });
  it('while other users are signed out', async () => {
    const [event] = await talk.ask({ user: 'casey@contoso.com' });
    expect(event?.data.status).toBe('signOutPending');
  });
});
