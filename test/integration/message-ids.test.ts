import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { eventually } from '../support/eventually';
import type { TopicRecord } from '../support/topic-record';
import { recordTopic } from '../support/topic-record';

const projectFolder = join(__dirname, '../..');
let stack: LocalStack;
let client: ServiceBusClient;
let record: TopicRecord;
beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  client = new ServiceBusClient(stack.broker.connectionString);
  record = recordTopic(client, 'revocation-results', 'audit');
  await stack.startHost();
});
afterAll(async () => {
  await client.close();
  await stack.stop();
});

describe('a message whose id the worker would parse', () => {
  const ids = ['1e5', '100000', '"q"', 'q', '12345678901234567890', 'true', ' 12 ', '1.0', '[1]', '{"a":1}'];
  it('is answered under the id that its sender wrote, and is no other request', async () => {
    const sender = client.createSender('revocation-requests');
    const body = (n: number): Buffer =>
      Buffer.from(JSON.stringify({ user: `nobody${String(n)}@contoso.com` }));
    for (const [n, messageId] of ids.entries()) await sender.sendMessages({ messageId, body: body(n) });
    await eventually('an outcome of each', () => ids.every((id) => record.resultsOf(id).length === 1));
    expect(ids.map((id) => record.resultsOf(id)[0]?.subject)).toEqual(ids.map(() => 'userNotFound'));
  });
});
