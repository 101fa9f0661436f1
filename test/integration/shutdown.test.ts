import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { failure } from '../../local/tenant/graph-api';
import type { Conversation } from '../support/conversation';
import { idOf, revocationsOf as countRevocations } from '../support/contoso-users';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';

const QUEUE = 'revocation-requests';
let stack: LocalStack;
let talk: Conversation;

beforeAll(async () => {
  const brief = { lockDurationMs: 3000 };
  const queues = {
    [QUEUE]: brief,
    'revocation-intake': brief,
    'revocation-waits': brief,
    'revocation-urgent': brief,
    'revocation-rejected': {},
  };
  const topics = { 'revocation-results': { subscriptions: { audit: {} } } };
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..'), topology: { queues, topics } });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

const revocationsOf = (upn: string): number => countRevocations(stack.tenant, upn);

describe('an app that is ended by SIGTERM', () => {
  it('finishes what it has begun, and leaves no message', async () => {
    const user = 'avery@contoso.com';
    const host = await stack.startHost();
    const begun = new Promise<void>((resolve) => {
      const answer = failure(429, 'TooManyRequests', '', { 'Retry-After': '2' });
      stack.tenant.faults.add({ method: 'POST', path: idOf(user), times: 1, answer, onTaken: resolve });
    });
    const id = await talk.send({ user });
    await begun;
    await host.stop();
    expect(host.process.exitCode).toBe(0);
    const [event] = await talk.answers(id, 1);
    expect(event?.subject).toBe('signOutPending');
    expect(revocationsOf(user)).toBe(1);
    expect(stack.broker.length(QUEUE) + stack.broker.scheduled(QUEUE)).toBe(0);
  });
  it('leaves what it cannot finish to the next process', async () => {
    const user = 'blake@contoso.com';
    const host = await stack.startHost();
    const begun = new Promise<void>((resolve) => {
      stack.tenant.faults.add({ method: 'GET', path: user, times: 1, answer: 'hang', onTaken: resolve });
    });
    const id = await talk.send({ user });
    await begun;
    await host.stop();
    expect(revocationsOf(user)).toBe(0);
    await stack.startHost();
    await eventually('the outcome', () => revocationsOf(user) > 0);
    const [event] = await talk.answers(id, 1);
    expect(event?.subject).toBe('signOutPending');
    expect(revocationsOf(user)).toBe(1);
  });
});
