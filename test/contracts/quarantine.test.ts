import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { serviceBusClient } from '../../shared/adapters/connections/service-bus-client';
import { inMemoryQuarantine } from '../twins/in-memory-quarantine';
import { serviceBusQuarantine } from '../../shared/adapters/service-bus/service-bus-quarantine';
import { serviceBusRejectedMessages } from '../../shared/adapters/service-bus/service-bus-rejected-messages';
import { summaryOf } from '../../shared/core/outcome';
import { messageKey } from '../../shared/messages/message-identity';
import type { KeptMessage, Quarantine } from '../../shared/ports/quarantine';
import type { OriginalMessage } from '../../shared/ports/request-queue';
import { startBroker } from '../../local/broker/broker';
import { localTopology } from '../../local/local-topology';
import { fixedClock } from '../support/fixed-clock';
import { outcomeOf } from '../support/outcomes';

interface Side {
  readonly rejectedMessages: Quarantine;
  readonly quarantine: Quarantine;
  stop(): Promise<void>;
}

function twinSide(): Promise<Side> {
  const twin = inMemoryQuarantine(fixedClock());
  return Promise.resolve({ rejectedMessages: twin, quarantine: twin, stop: () => Promise.resolve() });
}

async function realSide(): Promise<Side> {
  const broker = await startBroker({ topology: localTopology });
  const connection = { kind: 'connectionString', connectionString: broker.connectionString } as const;
  const client = serviceBusClient(connection, () => {
    throw new Error('A connection string needs no credential.');
  });
  return {
    rejectedMessages: serviceBusRejectedMessages(client.createSender('revocation-rejected')),
    quarantine: serviceBusQuarantine(client, 'revocation-rejected'),
    stop: async () => {
      await client.close();
      await broker.stop();
    },
  };
}

const because = summaryOf({ ...outcomeOf('rejected'), detail: 'Not JSON.' });

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
])('%s: a quarantine', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  async function list(): Promise<KeptMessage[]> {
    const all: KeptMessage[] = [];
    for await (const kept of side.quarantine.list()) all.push(kept);
    return all;
  }
  const takeNothing = (): Promise<void> => Promise.reject(new Error('Nothing was to be handed over.'));

  it('is empty at first', async () => {
    expect(await list()).toEqual([]);
    expect(await side.quarantine.take(['1'], takeNothing)).toEqual(['1']);
  });
  it('gives back an original as it was kept, with the reason, as often as it is looked at', async () => {
    const original = anOriginal();
    await side.rejectedMessages.keep(original, because);
    const [kept] = await list();
    expect(Buffer.compare(Buffer.from(kept?.original.body ?? []), Buffer.from(original.body))).toBe(0);
    expect({ ...kept?.original, body: [] }).toEqual({ ...original, body: [] });
    expect(kept).toMatchObject({
      status: 'rejected',
      reason: 'Not JSON.',
      requestId: because.requestId,
      outcomeId: because.id,
    });
    expect(kept?.keptAt).toBeInstanceOf(Date);
    expect((await list()).map(({ number }) => number)).toEqual([kept?.number]);
  });
  it('lets go of what is handed over, and of nothing else', async () => {
    for (let n = 0; n < 4; n++) await side.rejectedMessages.keep(anOriginal(), because);
    const before = (await list()).map(({ number }) => number);
    const wanted = [before[1] ?? '', before[3] ?? ''];
    const handedOver: string[] = [];
    const missing = await side.quarantine.take([...wanted, '999'], ({ number }) => {
      handedOver.push(number);
      return Promise.resolve();
    });
    expect(handedOver).toEqual(wanted);
    expect(missing).toEqual(['999']);
    expect((await list()).map(({ number }) => number)).toEqual(
      before.filter((number) => !wanted.includes(number)),
    );
  });
  it('keeps what could not be handed over', async () => {
    const before = (await list()).map(({ number }) => number);
    await expect(side.quarantine.take(before, takeNothing)).rejects.toThrow('Nothing was to be handed over.');
    expect((await list()).map(({ number }) => number)).toEqual(before);
    expect(await side.quarantine.take(before, () => Promise.resolve())).toEqual([]);
    expect(await list()).toEqual([]);
  });
});
