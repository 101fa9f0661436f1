import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceBusClient } from '@azure/service-bus';
import type { Broker } from '../../local/broker/broker';
import { startBroker } from '../../local/broker/broker';
import type { HostProcess } from '../../local/host/host-process';
import { startHostProcess } from '../../local/host/host-process';
import { eventually } from '../support/eventually';
import { receive } from '../support/received';

const projectFolder = join(__dirname, '../..');
let broker: Broker;
let client: ServiceBusClient;
let host: HostProcess;

const folder = mkdtempSync(join(tmpdir(), 'local-host-'));
const fileOf = (name: string): string => join(folder, name);

function startFixture(environment: Readonly<Record<string, string>> = {}): Promise<HostProcess> {
  return startHostProcess({
    projectFolder,
    appFolder: join(projectFolder, 'test/fixtures/host-app'),
    environment: {
      ServiceBusConnection: broker.connectionString,
      ENDED_FILE: fileOf('ended'),
      SIGNAL_FILE: fileOf('signal'),
      TERMINATED_FILE: fileOf('terminated'),
      ...environment,
    },
  });
}

beforeAll(async () => {
  broker = await startBroker({
    topology: { queues: { binary: { maxDeliveryCount: 3 }, text: {}, slow: {} }, topics: {} },
  });
  client = new ServiceBusClient(broker.connectionString);
  host = await startFixture({ APPLICATIONINSIGHTS_CONNECTION_STRING: 'not used' });
});
afterAll(async () => {
  await host.stop();
  await client.close();
  await broker.stop();
  rmSync(folder, { recursive: true });
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

/** Posts `hello` to the host. Returns the status and the body of the answer. */
function post(path: string, headers: Readonly<Record<string, string>>): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const url = `${host.http?.origin ?? ''}${path}`;
    const sending = request(url, { method: 'POST', headers }, (response) => {
      text(response).then((body) => resolve([response.statusCode ?? 0, body]), reject);
    });
    sending.on('error', reject).end('hello');
  });
}

describe('the host', () => {
  it('registers the functions of the app', () =>
    expect(host.output()).toContain('serving binary, text, echo, slow'));
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
  it('gives a message without an id no id', async () => {
    await client.createSender('binary').sendMessages({ body: Buffer.from('x'), subject: 'no id' });
    expect((await logged('"no id"', 1))[0]).not.toHaveProperty('messageId');
  });
  it('joins the invocation to the Diagnostic-Id of the message, and not to its traceparent', async () => {
    const [theirs, ours] = ['0af7651916cd43dd8448eb211c80319c', '1af7651916cd43dd8448eb211c80319c'];
    const applicationProperties = {
      traceparent: `00-${theirs}-b7ad6b7169203331-01`,
      'Diagnostic-Id': `00-${ours}-b7ad6b7169203331-01`,
    };
    const sender = client.createSender('binary');
    await sender.sendMessages({ body: Buffer.from('x'), messageId: 'm-3', applicationProperties });
    expect((await logged('"m-3"', 1))[0]?.['trace']).toMatch(new RegExp(`^00-${ours}-[\\da-f]{16}-01$`));
  });
  it('abandons a message that a binary function cannot get, until the broker dead-letters it', async () => {
    const value = { bodyType: 'value', body: 'a value', applicationProperties: {} } as const;
    await client.createSender('binary').sendMessages(value);
    const [dead] = await receive(client, 'binary/$deadletterqueue', 1);
    expect(dead).toMatchObject({ body: 'a value', deadLetterReason: 'MaxDeliveryCountExceeded' });
    // The broker has the message before the output of the host has arrived here.
    const failures = () => host.output().split('binary failed: Error: value is not a supported').length - 1;
    await eventually('three failures', () => failures() >= 3);
    expect(failures()).toBe(3);
    expect(host.output()).not.toContain('a value');
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
  it('passes on a body by its length, and one that comes in chunks as an empty one', async () => {
    expect(await post('/api/echo', { 'content-length': '5' })).toEqual([200, 'hello']);
    expect(await post('/api/echo', { 'transfer-encoding': 'chunked' })).toEqual([200, '']);
  });
  it('answers 404 to a method that the function does not register', async () => {
    const { origin = '' } = host.http ?? {};
    expect((await fetch(`${origin}/api/echo`)).status).toBe(404);
  });
  it('on SIGTERM waits for the work in progress, and ends the app by its hook, whose output is lost', async () => {
    await client.createSender('slow').sendMessages({ body: Buffer.from('done'), subject: '3000' });
    await eventually('the work', () => host.output().includes('begun'));
    const stopped = host.stop();
    // It listens for as long as it waits.
    await client.createSender('binary').sendMessages({ body: Buffer.from('x'), messageId: 'm-6' });
    expect(await logged('"m-6"', 1)).toHaveLength(1);
    expect(await post('/api/echo', { 'content-length': '5' })).toEqual([200, 'hello']);
    await stopped;
    expect(readFileSync(fileOf('ended'), 'utf8')).toBe('done');
    expect(broker.length('slow')).toBe(0);
    expect(readFileSync(fileOf('terminated'), 'utf8')).toBe('terminated');
    expect(host.output()).not.toContain('terminated');
    expect(host.process.exitCode).toBe(0);
  });
  it('keeps SIGTERM from the app', () => expect(existsSync(fileOf('signal'))).toBe(false));
  it('waits 10 seconds for work that does not end, and kills an app whose hook does not end within 5', async () => {
    await host.stop();
    const stuck = await startFixture({ NEVER_ENDS: 'true' });
    await client.createSender('slow').sendMessages({ body: Buffer.from('x'), subject: '60000' });
    await eventually('the work', () => stuck.output().includes('begun'));
    const from = performance.now();
    await stuck.stop();
    expect(performance.now() - from).toBeGreaterThan(14_900);
    // The work would take a minute.
    expect(performance.now() - from).toBeLessThan(45_000);
  });
  it('has no trace without Application Insights', async () => {
    const applicationProperties = {
      'Diagnostic-Id': '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    await host.stop();
    host = await startFixture();
    const sender = client.createSender('binary');
    await sender.sendMessages({ body: Buffer.from('x'), messageId: 'm-5', applicationProperties });
    expect(await logged('"m-5"', 1)).toMatchObject([{ trace: '' }]);
  });
  it('reports why an app cannot start', async () =>
    expect(
      startHostProcess({
        projectFolder,
        appFolder: join(projectFolder, 'docs'),
        environment: { ServiceBusConnection: broker.connectionString },
      }),
    ).rejects.toThrow(/ended with 1[^]*package\.json/));
});
