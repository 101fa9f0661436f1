import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import type { HostProcess } from '../../local/host/host-process';
import { startHostProcess } from '../../local/host/host-process';
import { receive } from '../support/received';

const projectFolder = join(__dirname, '../..');
let broker: Broker;
let client: ServiceBusClient;
let host: HostProcess;

beforeAll(async () => {
  broker = await startBroker({
    topology: { queues: { binary: { maxDeliveryCount: 3 }, text: {} }, topics: {} },
  });
  client = new ServiceBusClient(broker.connectionString);
  host = await startHostProcess({
    projectFolder,
    appFolder: join(projectFolder, 'test/fixtures/host-app'),
    environment: { ServiceBusConnection: broker.connectionString },
  });
});
afterAll(async () => {
  await host.stop();
  await client.close();
  await broker.stop();
});

/** What the app has logged about the messages with an id. */
async function logged(marker: string, count: number): Promise<Record<string, unknown>[]> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const lines = host
      .output()
      .split('\n')
      .filter((line) => line.includes(marker));
    if (lines.length >= count)
      return lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Record<string, unknown>);
    await sleep(20);
  }
  throw new Error(`The app has not logged ${marker}:\n${host.output()}`);
}

describe('the host', () => {
  it('registers the functions of the app', () => expect(host.output()).toContain('serving binary, text'));
  it('passes a binary function the exact bytes, and metadata that the body cannot change', async () => {
    const body = Buffer.from('{"messageId":"spoofed","deliveryCount":99}');
    await client.createSender('binary').sendMessages({ body, messageId: 'm-1' });
    expect(await logged('"m-1"', 1)).toMatchObject([
      { bytes: body.toString('hex'), messageId: 'm-1', deliveryCount: 1 },
    ]);
  });
  it('lets a text body overwrite the metadata, as the real one does: the trap that binary avoids', async () => {
    await client
      .createSender('text')
      .sendMessages({ body: Buffer.from('{"messageId":"spoofed"}'), messageId: 'm-2' });
    expect(await logged('spoofed', 1)).toMatchObject([{ messageId: 'spoofed' }]);
  });
  it('parses metadata as the worker does', async () => {
    await client.createSender('binary').sendMessages({ body: Buffer.from('x'), messageId: '1e5' });
    expect(await logged('100000', 1)).toMatchObject([{ messageId: 100_000 }]);
  });
  it('joins the invocation to the trace of the message', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await client
      .createSender('binary')
      .sendMessages({ body: Buffer.from('x'), messageId: 'm-3', applicationProperties: { traceparent } });
    expect((await logged('"m-3"', 1))[0]?.['trace']).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-[\da-f]{16}-01$/,
    );
  });
  it('abandons a failed message at once, until the broker dead-letters it', async () => {
    await client
      .createSender('binary')
      .sendMessages({ body: Buffer.from('x'), messageId: 'm-4', subject: 'fail' });
    expect((await logged('"m-4"', 3)).map(({ deliveryCount }) => deliveryCount)).toEqual([1, 2, 3]);
    expect((await receive(client, 'binary/$deadletterqueue', 1))[0]?.messageId).toBe('m-4');
  });
  it('completes the messages that the function has processed', () => {
    expect(broker.length('text')).toBe(0);
    expect(broker.length('binary')).toBe(0);
  });
  it('runs the app’s termination hook on SIGTERM, and ends', async () => {
    await host.stop();
    expect(host.output()).toContain('terminated');
    expect(host.process.exitCode).toBe(0);
  });
  it('reports why an app cannot start', async () =>
    expect(
      startHostProcess({
        projectFolder,
        appFolder: projectFolder,
        environment: { ServiceBusConnection: broker.connectionString },
      }),
    ).rejects.toThrow(/ended with 1[^]*TENANT_ID: is required/));
});
