import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { serviceBusQuarantine } from '../../shared/adapters/service-bus/service-bus-quarantine';
import { textDetail } from '../../shared/core/detail';
import { messageKey } from '../../shared/core/ids';
import { propertiesOf } from '../../shared/messages/message-history';
import { summaryOf } from '../../shared/messages/result-message';
import { LOST_BYTES } from '../../shared/messages/stored-original';
import type { KeptMessage, Quarantine } from '../../shared/ports/quarantine';
import type { OriginalMessage } from '../../shared/ports/request-queue';
import { Unavailable } from '../../shared/ports/unavailable';
import { localTopology } from '../../local/local-topology';
import { inMemoryQuarantine } from '../twins/in-memory-quarantine';
import { eventually } from '../support/eventually';
import { fixedClock } from '../support/fixed-clock';
import { outcomeOf } from '../support/outcomes';
import { receive } from '../support/received';
import { serviceBusSide } from './service-bus-side';

/** An original on the quarantine queue, as any client of the broker sees it. */
interface Arrived {
  readonly body: Buffer;
  readonly messageId: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Side {
  readonly quarantine: Quarantine;
  /** Takes the next original from the queue. */
  arrived(): Promise<Arrived>;
  stop(): Promise<void>;
}

function twinSide(): Promise<Side> {
  const quarantine = inMemoryQuarantine(fixedClock());
  return Promise.resolve({
    quarantine,
    arrived: async () => {
      const [next] = await listed(quarantine);
      await quarantine.take([next?.number ?? ''], () => Promise.resolve());
      const { number: _number, keptAt: _keptAt, original, ...explanation } = next ?? {};
      const history = original && propertiesOf(original.history);
      const body = Buffer.from(original?.body ?? []);
      return { body, messageId: original?.key, properties: { ...history, ...explanation } };
    },
    stop: () => Promise.resolve(),
  });
}

async function realSide(): Promise<Side> {
  const { client, stop } = await serviceBusSide();
  return {
    quarantine: serviceBusQuarantine(client, 'revocation-rejected'),
    arrived: async () => {
      const [message] = await receive(client, 'revocation-rejected', 1);
      return {
        body: message?.body as Buffer,
        messageId: message?.messageId,
        properties: message?.applicationProperties ?? {},
      };
    },
    stop,
  };
}

async function listed(quarantine: Quarantine): Promise<KeptMessage[]> {
  const all: KeptMessage[] = [];
  for await (const kept of quarantine.list()) all.push(kept);
  return all;
}

const takeNothing = (): Promise<void> => Promise.reject(new Error('Nothing was to be handed over.'));
const outcome = summaryOf({ ...outcomeOf('rejected'), detail: textDetail('Not JSON.') }, 'en');

function anOriginal(changes: Partial<OriginalMessage> = {}): OriginalMessage {
  const body = Buffer.from([0, 255, 254, 10]);
  const origin = {
    messageId: randomUUID(),
    sequenceNumber: '77',
    enqueuedAt: '2026-11-23T10:00:00.000Z',
  };
  const history = { origin, attempts: 2 };
  return {
    key: messageKey(body, history),
    body,
    history,
    contentType: 'text/plain',
    properties: { source: 'siem', severity: 3, urgent: true },
    ...changes,
  };
}

describe.each([
  ['the in-memory twin', twinSide],
  ['Service Bus', realSide],
])('%s: the quarantine', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  const numbers = async (): Promise<string[]> => (await listed(side.quarantine)).map(({ number }) => number);

  it('is empty at first', async () => {
    expect(await listed(side.quarantine)).toEqual([]);
    expect(await side.quarantine.take(['1'], takeNothing)).toEqual(['1']);
  });
  it.each([
    ['bytes that are no text', Buffer.from([0, 255, 254, 10])],
    ['nothing', Buffer.alloc(0)],
    ['JSON, spaces and all', Buffer.from(' {"user" : 5}\n')],
    ['a quarter of a megabyte', Buffer.alloc(250_000, 'x')],
  ])('keeps an original byte for byte, with the reason in its properties: %s', async (key, body) => {
    const origin = { messageId: 'original-1', enqueuedAt: '2026-11-23T10:00:00.000Z' };
    const history = { origin, attempts: 2 };
    await side.quarantine.keep({ key, body, history, contentType: 'text/plain' }, outcome);
    const arrived = await side.arrived();
    expect(Buffer.compare(arrived.body, body)).toBe(0);
    expect(arrived).toMatchObject({
      messageId: key,
      properties: {
        status: 'rejected',
        reason: 'Not JSON.',
        requestId: 'inc-7',
        outcomeId: outcome.id,
        revocationOriginId: 'original-1',
        revocationOriginTime: '2026-11-23T10:00:00.000Z',
        revocationAttempts: 2,
      },
    });
  });
  it('lists an original as it was kept, with the reason, as often as it is listed', async () => {
    const original = anOriginal();
    await side.quarantine.keep(original, outcome);
    const [kept] = await listed(side.quarantine);
    expect(Buffer.compare(Buffer.from(kept?.original.body ?? []), Buffer.from(original.body))).toBe(0);
    expect({ ...kept?.original, body: [] }).toEqual({ ...original, body: [] });
    expect(kept).toMatchObject({
      status: 'rejected',
      reason: 'Not JSON.',
      requestId: outcome.requestId,
      outcomeId: outcome.id,
    });
    expect(kept?.keptAt).toBeInstanceOf(Date);
    expect(await numbers()).toEqual([kept?.number]);
  });
  it('finds an original by its number and no other, and removes none', async () => {
    const [kept] = await listed(side.quarantine);
    const found = await side.quarantine.find(kept?.number ?? '');
    expect({ ...found, original: [] }).toEqual({ ...kept, original: [] });
    for (const other of ['0', '99999', '9999999999999999999', 'x', '', '1-2'])
      expect(await side.quarantine.find(other)).toBeUndefined();
    expect(await numbers()).toEqual([kept?.number]);
  });
  it('lists the originals after a number', async () => {
    for (let n = 0; n < 2; n++) await side.quarantine.keep(anOriginal(), outcome);
    const all = await numbers();
    const after: string[] = [];
    for await (const { number } of side.quarantine.list(all[0])) after.push(number);
    expect(after).toEqual(all.slice(1));
  });
  it('removes what was handed over, and nothing else', async () => {
    for (let n = 0; n < 4; n++) await side.quarantine.keep(anOriginal(), outcome);
    const before = await numbers();
    const wanted = [before[1] ?? '', before[3] ?? ''];
    const handedOver: string[] = [];
    const missing = await side.quarantine.take([...wanted, '999'], ({ number }) => {
      handedOver.push(number);
      return Promise.resolve();
    });
    expect(handedOver).toEqual(wanted);
    expect(missing).toEqual(['999']);
    expect(await numbers()).toEqual(before.filter((number) => !wanted.includes(number)));
  });
  it('keeps what could not be handed over', async () => {
    const before = await numbers();
    await expect(side.quarantine.take(before, takeNothing)).rejects.toThrow('Nothing was to be handed over.');
    expect(await numbers()).toEqual(before);
    expect(await side.quarantine.take(before, () => Promise.resolve())).toEqual([]);
    expect(await listed(side.quarantine)).toEqual([]);
  });
});

it('Service Bus hands over an original that is missing only to those who take such as well', async () => {
  const { client, stop } = await serviceBusSide();
  await client.createSender('revocation-rejected').sendMessages({
    body: Buffer.alloc(0),
    messageId: 'lost-1',
    applicationProperties: { [LOST_BYTES]: 5, status: 'failed' },
  });
  const quarantine = serviceBusQuarantine(client, 'revocation-rejected');
  const [kept] = await listed(quarantine);
  const number = kept?.number ?? '';
  expect(kept?.isMissing).toBe(true);
  const done = (): Promise<void> => Promise.resolve();
  expect(await quarantine.take([number], done)).toEqual([number]);
  expect(await quarantine.take([number], done, 'missing')).toEqual([]);
  expect(await listed(quarantine)).toEqual([]);
  await stop();
});

describe('Service Bus, when the locks end while an original is handed over,', () => {
  it('is unavailable, and keeps all of them', async () => {
    const { client, stop } = await serviceBusSide({
      ...localTopology,
      queues: {
        ...localTopology.queues,
        'revocation-rejected': { maxDeliveryCount: 2000, lockDurationMs: 50 },
      },
    });
    try {
      const quarantine = serviceBusQuarantine(client, 'revocation-rejected');
      for (let n = 0; n < 2; n++) await quarantine.keep(anOriginal(), outcome);
      const [number = ''] = (await listed(quarantine)).map((kept) => kept.number);
      const handOver = (): Promise<void> => {
        const until = Date.now() + 500;
        return eventually('the locks have ended', () => Date.now() > until);
      };
      await expect(quarantine.take([number], handOver)).rejects.toBeInstanceOf(Unavailable);
      expect(await listed(quarantine)).toHaveLength(2);
    } finally {
      await stop();
    }
  });
});

describe('Service Bus, when it does not accept an original', () => {
  it('is unavailable', async () => {
    const { broker, client, stop } = await serviceBusSide();
    broker.faults.add({ at: 'send', address: 'revocation-rejected', times: 1, answer: 'reject' });
    const quarantine = serviceBusQuarantine(client, 'revocation-rejected');
    await expect(quarantine.keep(anOriginal(), outcome)).rejects.toBeInstanceOf(Unavailable);
    await stop();
  });
});
