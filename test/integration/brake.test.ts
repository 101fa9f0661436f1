import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { Result } from '../../shared/messages/result-schema';
import type { HostProcess } from '../../local/host/host-process';
import type { Ingestion } from '../../local/ingestion';
import { startIngestion } from '../../local/ingestion';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { eventually } from '../support/eventually';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

const USERS = 200;
const BRAKE = 25;

const users = Array.from({ length: USERS }, (_, n) => ({
  id: `0a1b8f6e-3c52-4f0e-8a41-${String(n).padStart(12, '0')}`,
  userPrincipalName: `user${String(n)}@contoso.com`,
}));

let stack: LocalStack;
let ingestion: Ingestion;
let client: ServiceBusClient;
let record: TopicRecord;
let hosts: HostProcess[];

beforeAll(async () => {
  const lead = { id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9b01', userPrincipalName: 'lead@contoso.com' };
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..'), users: [...users, lead] });
  ingestion = await startIngestion(stack.certificate);
  const settings = {
    REVOCATION_POLICY: JSON.stringify({ brake: { users: BRAKE, window: 'PT1H' } }),
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  };
  hosts = await Promise.all(Array.from({ length: 3 }, () => stack.startHost(settings)));
  client = new ServiceBusClient(stack.broker.connectionString);
  record = recordTopic(client, 'revocation-results', 'audit');
});
afterAll(async () => {
  await client.close();
  await stack.stop();
  await ingestion.stop();
});

const results = (): Result[] =>
  [...record.copies.values()].map(([body]) => JSON.parse(String(body)) as Result);
const revokedUsers = (): Set<string> =>
  new Set(stack.tenant.directory.revocations.map(({ userId }) => userId));
function tally(list: readonly Result[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { subject } of list) counts[subject] = (counts[subject] ?? 0) + 1;
  return counts;
}

describe('three instances and a brake for 25 users', () => {
  it('sign out exactly 25 of 200, hold 175, report that once, and sign those out once a person approves', async () => {
    const sender = client.createSender('revocation-requests');
    await sender.sendMessages(
      users.map(({ userPrincipalName }) => ({
        body: Buffer.from(JSON.stringify({ user: userPrincipalName })),
      })),
    );
    await eventually('200 outcomes', () => record.count() >= USERS);
    expect(tally(results())).toEqual({ signOutPending: BRAKE, held: USERS - BRAKE });
    expect(revokedUsers().size).toBe(BRAKE);

    const approval = { brake: 'all', decision: 'approve', by: 'lead@contoso.com' };
    await sender.sendMessages({ body: Buffer.from(JSON.stringify(approval)), messageId: 'approval' });
    await eventually('175 more outcomes', () => record.count() >= 2 * USERS - BRAKE);
    const later = results().slice(USERS);
    expect(tally(later)).toEqual({ signOutPending: USERS - BRAKE });
    expect(later.every(({ data }) => data.confirmation?.by === 'lead@contoso.com')).toBe(true);
    expect(revokedUsers().size).toBe(USERS);
    expect(stack.tenant.directory.revocations).toHaveLength(USERS);

    // Telemetry that was not sent yet is sent when the app ends.
    await Promise.all(hosts.map((host) => host.stop()));
    const engaged = ingestion.items.filter(({ data }) => data?.baseData.name === 'RevocationBrakeEngaged');
    expect(engaged).toHaveLength(1);
  }, 150_000);
});
