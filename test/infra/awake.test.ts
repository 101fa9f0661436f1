import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { triggeringQueues } from '../../functions/triggering-queues';
import { localTopology } from '../../local/local-topology';
import { ownQueues } from '../../shared/adapters/service-bus/own-queues';
import { systemClock } from '../../shared/adapters/system-clock';
import { readServiceBusConfig } from '../../shared/config/service-bus-config';
import { readHistory } from '../../shared/messages/message-history';
import type { OriginalMessage, RequestQueue } from '../../shared/ports/request-queue';
import type { ServiceBusSide } from '../contracts/service-bus-side';
import { serviceBusSide } from '../contracts/service-bus-side';
import { armValue } from '../support/arm-expression';
import { armModule, templateParameters } from '../support/arm-template';
import { appMayManage } from '../support/deployed-roles';
import { eventually } from '../support/eventually';
import type { Scaler } from '../support/scaler';
import { PEEKED, scaler } from '../support/scaler';

const read = readServiceBusConfig({ ServiceBusConnection: 'Endpoint=sb://x' });
if (read.kind === 'invalid') throw new Error(read.problems.join());
const { entities } = read.value;
const functions = triggeringQueues(entities);
const HOUR_MS = 3_600_000;
const inMs = (ms: number): Date => new Date(Date.now() + ms);

let side: ServiceBusSide;
let scaling: Scaler;
beforeEach(async () => {
  side = await serviceBusSide();
  scaling = scaler(side.broker, side.client);
});
afterEach(() => side.stop());

const original = (n: number): OriginalMessage => ({
  key: `m-${String(n)}`,
  body: Buffer.from('{}'),
  history: readHistory({ messageId: String(n) }, {}, 'own'),
});

/** As senders do, and the app where it has no queue of its own. */
async function schedule(queue: string, count: number): Promise<void> {
  const sender = side.client.createSender(queue);
  const later = Array.from({ length: count }, (_, n) => ({ body: 'later', messageId: `later-${String(n)}` }));
  await sender.scheduleMessages(later, inMs(HOUR_MS));
  await sender.close();
}

async function send(queue: string): Promise<void> {
  const sender = side.client.createSender(queue);
  await sender.sendMessages({ body: 'now', messageId: 'now' });
  await sender.close();
}

/** The queue on which the app waits. */
const ownWaits = (): RequestQueue => ownQueues(side.client, entities, systemClock).waitsQueue;

describe('without the right to manage, the scaler', () => {
  it.each([
    [PEEKED - 1, 1],
    [PEEKED, 0],
  ])('sees of a new message behind %i scheduled ones: %i', async (scheduled, seen) => {
    await schedule('revocation-requests', scheduled);
    await send('revocation-requests');
    expect(await scaling.messagesSeen('revocation-requests', false)).toBe(seen);
  });
  it('never sees what falls due behind others that wait', async () => {
    await schedule('revocation-waits', PEEKED);
    await ownWaits().schedule(original(1), inMs(50));
    await eventually('the message is due', () => side.broker.length('revocation-waits') === 1);
    expect(await scaling.messagesSeen('revocation-waits', false)).toBe(0);
  });
});

describe('with the rights of the template', () => {
  it.each(functions.map(({ name, queue }) => [name, queue]))(
    '%s wakes for a new message whatever waits on its queue, and for nothing that is not due',
    async (_name, queue) => {
      await schedule(queue, 3 * PEEKED);
      expect(await scaling.messagesSeen(queue, appMayManage(queue))).toBe(0);
      await send(queue);
      expect(await scaling.messagesSeen(queue, appMayManage(queue))).toBe(1);
    },
  );
  it('resumeWaiting wakes for what falls due, and the app’s waits lie on its queue alone', async () => {
    const waits = ownWaits();
    for (let n = 0; n < 2 * PEEKED; n++) await waits.schedule(original(n), inMs(HOUR_MS));
    await waits.schedule(original(2 * PEEKED), inMs(50));
    await eventually('the message is due', () => side.broker.length('revocation-waits') === 1);
    expect(await scaling.messagesSeen('revocation-waits', appMayManage('revocation-waits'))).toBe(1);
    const { broker } = side;
    expect([broker.scheduled('revocation-requests'), broker.scheduled('revocation-intake')]).toEqual([0, 0]);
  });
  it('revokeSessions wakes where the waits lie on the request queue, in an environment of the version before', async () => {
    const { 'revocation-waits': _waits, 'revocation-intake': _intake, ...queues } = localTopology.queues;
    await side.stop();
    side = await serviceBusSide({ ...localTopology, queues });
    const waits = ownWaits();
    for (let n = 0; n <= PEEKED; n++) await waits.schedule(original(n), inMs(HOUR_MS));
    expect(side.broker.scheduled('revocation-requests')).toBe(PEEKED + 1);
    await send('revocation-requests');
    const seen = (mayManage: boolean): Promise<number> =>
      scaler(side.broker, side.client).messagesSeen('revocation-requests', mayManage);
    expect([await seen(false), await seen(appMayManage('revocation-requests'))]).toEqual([0, 1]);
  });
  it('the app may manage its queues and no other', () =>
    expect(Object.keys(localTopology.queues).filter(appMayManage)).toEqual([
      ...functions.map(({ queue }) => queue),
      'revocation-notify',
    ]));
});

describe('instances that are always ready', () => {
  const { variables, resources, given } = armModule('function-app');
  const site = resources.find(({ type }) => type === 'Microsoft.Web/sites')?.properties as {
    readonly functionAppConfig: { readonly scaleAndConcurrency: { readonly alwaysReady: string } };
  };
  const alwaysReady = (alwaysReadyInstances: number): unknown =>
    armValue(site.functionAppConfig.scaleAndConcurrency.alwaysReady, {
      parameters: { alwaysReadyInstances },
      variables,
    });
  it('are as many for each function that takes messages', () =>
    expect(alwaysReady(2)).toEqual(
      functions.map(({ name }) => ({ name: `function:${name}`, instanceCount: 2 })),
    ));
  it('are none unless the parameter says so', () => {
    expect(given['alwaysReadyInstances']).toEqual({ value: "[parameters('alwaysReadyInstances')]" });
    expect(templateParameters['alwaysReadyInstances']).toMatchObject({ defaultValue: 0 });
    expect(alwaysReady(0)).toEqual([]);
  });
});
