import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { Result } from '../../shared/messages/result-schema';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { localTopology } from '../../local/local-topology';
import type { Conversation } from '../support/conversation';
import { approve } from '../support/conversation-with-twins';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { receive } from '../support/received';

const RACES = 20;
const EXPIRES_AFTER_S = 4;
const racers = Array.from({ length: RACES }, (_, n) => ({
  id: `0a1b8f6e-3c52-4f0e-8a41-${String(n).padStart(12, '0')}`,
  userPrincipalName: `racer${String(n)}@contoso.com`,
}));
const others = ['avery', 'blake', 'casey', 'drew', 'emery', 'lead'].map((name, n) => ({
  id: `0a1b8f6e-3c52-4f0e-8a41-1${String(n).padStart(11, '0')}`,
  userPrincipalName: `${name}@contoso.com`,
}));

let stack: LocalStack;
let client: ServiceBusClient;
let talk: Conversation;
let hosts: HostProcess[];

beforeAll(async () => {
  stack = await startLocalStack({
    projectFolder: join(__dirname, '../..'),
    users: [...racers, ...others],
    topology: {
      ...localTopology,
      queues: { ...localTopology.queues, 'revocation-requests': { lockDurationMs: 5000 } },
    },
  });
  hosts = [await start(), await start()];
  client = new ServiceBusClient(stack.broker.connectionString);
  talk = conversation(client);
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

function start(expiresAfterS = EXPIRES_AFTER_S): Promise<HostProcess> {
  const confirmation = { always: true, expiresAfter: `PT${String(expiresAfterS)}S` };
  return stack.startHost({ REVOCATION_POLICY: JSON.stringify({ confirmation }) });
}

const idOfUser = (name: string): string => others.find((user) => user.userPrincipalName === name)?.id ?? '';
const revoked = (name: string): number =>
  stack.tenant.directory.revocations.filter(({ userId }) => userId === idOfUser(name)).length;

/** Sends a request that waits for approval, and returns its id, that of the approval, and its expiry. */
async function requested(
  user: string,
): Promise<{ requestId: string; confirmation: string; expiresAt: Date }> {
  const [waits] = await talk.ask({ user });
  const { id = '', expiresAt = '' } = waits?.data.confirmation ?? {};
  expect(waits?.data.status).toBe('awaitingConfirmation');
  return { requestId: waits?.data.requestId ?? '', confirmation: id, expiresAt: new Date(expiresAt) };
}

describe('an approval', () => {
  it('has the request carried out, and its expiry changes nothing afterwards', async () => {
    const { requestId, confirmation, expiresAt } = await requested('avery@contoso.com');
    await talk.send(approve(confirmation));
    const [, done] = await talk.answers(requestId, 2);
    expect(done?.data).toMatchObject({
      status: 'signOutPending',
      confirmation: { decision: 'approve', by: 'lead@contoso.com' },
    });
    // The expiry of a later request comes after that of the first, which shows that the first is over.
    const later = await requested('blake@contoso.com');
    const [, expired] = await talk.answers(later.requestId, 2);
    expect(expired?.data.status).toBe('expired');
    expect(Date.parse(expired?.time ?? '')).toBeGreaterThan(expiresAt.getTime());
    expect(await talk.answers(requestId, 2)).toHaveLength(2);
    expect(revoked('avery@contoso.com')).toBe(1);
  });
  it('after the expiry is answered, and changes nothing', async () => {
    const { requestId, confirmation } = await requested('casey@contoso.com');
    const [, expired] = await talk.answers(requestId, 2);
    expect(expired?.data).toMatchObject({ status: 'expired', confirmation: { decision: 'expire' } });
    const [answer] = await talk.ask(approve(confirmation));
    expect(answer?.data).toMatchObject({ status: 'expired', confirmation: { id: confirmation } });
    expect(revoked('casey@contoso.com')).toBe(0);
  });
  it('of an unknown request is answered, and kept', async () => {
    const messageId = randomUUID();
    const [answer] = await talk.ask(approve('f'.repeat(32)), 1, { messageId });
    expect(answer?.data).toMatchObject({
      status: 'rejected',
      detail: expect.stringContaining('does not match a pending request'),
    });
    expect(JSON.parse(String((await talk.original(messageId)).body))).toEqual(approve('f'.repeat(32)));
  });
});

describe('an approval at the moment of the expiry', () => {
  it('either has the user signed out or is too late, and never both or neither', async () => {
    const requests = await Promise.all(racers.map(({ userPrincipalName }) => requested(userPrincipalName)));
    await Promise.all(
      requests.map(({ confirmation, expiresAt }, n) =>
        talk.send(approve(confirmation), {
          messageId: `approval-${String(n)}`,
          scheduledEnqueueTimeUtc: new Date(expiresAt.getTime() - 15 + n * 2),
        }),
      ),
    );
    const ends = await Promise.all(requests.map(({ requestId }) => talk.answers(requestId, 2)));
    const statuses = ends.map(([, end]) => end?.data.status);
    for (const [n, status] of statuses.entries()) {
      const signedOut = stack.tenant.directory.revocations.filter(({ userId }) => userId === racers[n]?.id);
      expect([status, signedOut.length]).toEqual(
        status === 'signOutPending' ? ['signOutPending', 1] : ['expired', 0],
      );
    }
    const tooLate = statuses.filter((status) => status === 'expired').length;
    await eventually('every late approval answered', () => answered() >= tooLate);
    expect(answered()).toBe(tooLate);
  });
  const answered = (): number =>
    racers.filter((_, n) => talk.published(`approval-${String(n)}`).length > 0).length;
});

describe('a process that is killed', () => {
  it('between requesting approval and publishing that leaves a request whose outcome is published and can be decided on', async () => {
    await Promise.all(hosts.map((host) => host.stop()));
    let taken = (): void => undefined;
    const published = new Promise<void>((resolve) => (taken = resolve));
    stack.broker.faults.add({
      at: 'send',
      address: 'revocation-results',
      times: 1,
      answer: 'reject',
      onTaken: () => taken(),
    });
    const victim = await start(600);
    const requestId = await talk.send({ user: 'drew@contoso.com' });
    await published;
    await victim.kill();
    hosts = [await start(600)];
    const [waits]: Result[] = await talk.answers(requestId, 1);
    expect(waits?.data.status).toBe('awaitingConfirmation');
    await talk.send(approve(waits?.data.confirmation?.id ?? ''));
    const [, done] = await talk.answers(requestId, 2);
    expect(done?.data.status).toBe('signOutPending');
    expect(revoked('drew@contoso.com')).toBe(1);
  });
  it('between recording an approval and carrying it out, and whose message is lost then, leaves an approval that a second decision finishes', async () => {
    const { requestId, confirmation } = await requested('emery@contoso.com');
    await new Promise<void>((onTaken) => {
      const path = idOfUser('emery@contoso.com');
      stack.tenant.faults.add({ method: 'POST', path, times: 1, answer: 'hang', onTaken });
      void talk.send(approve(confirmation), { messageId: 'lost' });
    });
    await Promise.all(hosts.map((host) => host.kill()));
    const [lost] = await receive(client, 'revocation-requests', 1);
    expect(lost?.messageId).toBe('lost');
    await start(600);
    const decline = { ...approve(confirmation), decision: 'decline' };
    const [answer] = await talk.ask(decline);
    expect(answer?.data).toMatchObject({ status: 'duplicate', confirmation: { id: confirmation } });
    const [, done] = await talk.answers(requestId, 2);
    expect(done?.data).toMatchObject({ status: 'signOutPending', confirmation: { by: 'lead@contoso.com' } });
    expect(revoked('emery@contoso.com')).toBe(1);
  });
});
