import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ServiceBusClient } from '@azure/service-bus';
import { managedIdentity } from '../../shared/adapters/connections/managed-identity';
import { ORIGINAL_REFERENCE } from '../../shared/messages/stored-original';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { localTopology } from '../../local/local-topology';
import type { TableStorage } from '../../local/storage/table-storage';
import { startTableStorage } from '../../local/storage/table-storage';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';

/** A namespace without a connection string is reached at the port of AMQP over TLS and no other. */
const AMQPS_PORT = 5671;

const projectFolder = join(__dirname, '../..');
let stack: LocalStack;
let broker: Broker;
let storage: TableStorage;
let talk: Conversation;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  broker = await startBroker({ topology: localTopology, port: AMQPS_PORT, tls: stack.certificate });
  storage = await startTableStorage({ projectFolder, tls: stack.certificate });
  await stack.startHost({
    ServiceBusConnection: '',
    ServiceBusConnection__fullyQualifiedNamespace: 'localhost',
    LEDGER_STORAGE: '',
    LEDGER_STORAGE__tableServiceUri: storage.tableServiceUri,
    LEDGER_STORAGE__blobServiceUri: storage.blobServiceUri,
  });
  setDefaultCACertificates([...getCACertificates('default'), stack.certificate.cert]);
  process.env['IDENTITY_ENDPOINT'] = stack.tenant.identity.endpoint;
  process.env['IDENTITY_HEADER'] = stack.tenant.identity.header;
  talk = conversation(new ServiceBusClient('localhost', managedIdentity()));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
  await Promise.all([broker.stop(), storage.stop()]);
});

describe('without any key', () => {
  it('the app receives, records, revokes, publishes and keeps originals with its managed identity alone', async () => {
    const [done] = await talk.ask({ user: 'avery@contoso.com' });
    expect(done?.data).toMatchObject({ status: 'signOutPending', verified: true });
    const alert = { id: 'alert-1' };
    await talk.ask({ user: 'blake@contoso.com', alert });
    const [again] = await talk.ask({ user: 'blake@contoso.com', alert });
    expect(again?.data.status).toBe('duplicate');
    await talk.ask('not a request', 1, { messageId: 'm-1' });
    expect(String((await talk.original('m-1')).body)).toBe('not a request');
    await talk.ask('x'.repeat(250_000), 1, { messageId: 'm-2' });
    expect((await talk.original('m-2')).properties).toHaveProperty(ORIGINAL_REFERENCE);
  });
});
