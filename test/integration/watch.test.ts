import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { AVERY_ID } from '../support/builders';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';

const projectFolder = join(__dirname, '../..');
const WATCHED = 'revocation-results/subscriptions/watch';
let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  host = await stack.startHost({
    REVOCATION_POLICY: JSON.stringify({ watch: { onReturn: 'revoke' } }),
  });
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
});

describe('the packaged app, where policy has revocations watched', () => {
  it('publishes that a user has returned, and revokes again', async () => {
    const [outcome] = await talk.ask({ user: AVERY_ID, alert: { provider: 'Sentinel', id: 'a-1' } });
    const revokedAt = Date.parse(outcome?.data.revokedAt ?? '');
    await eventually('the outcome is read', () => stack.broker.length(WATCHED) === 0);
    stack.tenant.directory.signIns.add({
      id: 's-1',
      userId: AVERY_ID,
      // Beyond the tolerance of the clocks.
      createdDateTime: new Date(revokedAt + 20_000).toISOString(),
      isInteractive: true,
      ipAddress: '203.0.113.7',
    });
    await host.runTimer('lookForReturns');
    await eventually('a verdict', () => talk.evictions().length === 1);
    const [{ data } = { data: undefined }] = talk.evictions();
    expect(data).toMatchObject({
      outcomeId: outcome?.id,
      verdict: 'returned',
      session: 'new',
      onReturn: 'revoke',
      signIn: { id: 's-1', ipAddress: '203.0.113.7' },
    });
    const [again] = await talk.answers(data?.followUpRequestId ?? '', 1);
    expect(again?.data).toMatchObject({
      status: 'signOutPending',
      alert: { id: 'a-1' },
      user: { id: AVERY_ID },
    });
    expect(again?.data.reason).toMatch(/^session-revoker: .*signed in again/);
    expect(stack.tenant.directory.revocations).toHaveLength(2);
  });
});
