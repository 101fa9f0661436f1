import { describe, expect, it } from '@jest/globals';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { tableReadings } from '../../shared/adapters/ledger/table-readings';
import type { TableEntities } from '../../shared/adapters/ledger/table-entities';
import { keptMessage } from '../../shared/adapters/service-bus/kept-message';
import { processMessage } from '../../shared/app/process-message';
import { textDetail } from '../../shared/core/detail';
import type { UserFact } from '../../shared/core/facts';
import { plainProperties } from '../../shared/messages/plain-properties';
import { divided, readContent } from '../../shared/messages/stored-original';
import { aMessage, appOfTwins, copyOf, members } from '../support/app';
import { entitiesInMemory } from '../support/entities-in-memory';

const unreachable: UserFact = {
  kind: 'lookupFailed',
  failure: { kind: 'unavailable', detail: textDetail('down') },
};

/** Entities whose writes are done and then answered as a repetition of them would be: the first answer was lost. */
function losingAnswers(entities: TableEntities): TableEntities {
  return {
    ...entities,
    insert: async (key, columns) => {
      await entities.insert(key, columns);
      return entities.insert(key, columns);
    },
    replace: async (key, version, columns) => {
      await entities.replace(key, version, columns);
      return entities.replace(key, version, columns);
    },
  };
}

describe('a redelivered message', () => {
  it('is read at once and never set aside when the answers of the ledger are lost', async () => {
    const { dependencies, resultsTopic, clock } = appOfTwins();
    const readings = tableReadings(losingAnswers(entitiesInMemory()), () => undefined);
    const app = { ...dependencies, ledger: { ...dependencies.ledger, readings } };
    await processMessage(app, aMessage({ user: 'avery@contoso.com' }, { deliveryCount: 2 }));
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
    expect(clock.slept).toEqual([]);
  });
});

describe('while Graph hangs', () => {
  const users = Array.from({ length: 250 }, (_, n) => `user-${String(n)}@contoso.com`);
  it.each([
    ['a message with many users', { users }],
    ['a batch with many items', users.map((user) => ({ user }))],
  ])('%s ends before the host ends its process, and what is left waits', async (_what, body) => {
    const side = appOfTwins();
    const { dependencies, requestQueue, clock } = side;
    /** Calls that are made side by side hang side by side. */
    let hanging: Promise<UserFact> | undefined;
    const hang = async (): Promise<UserFact> => {
      await new Promise(setImmediate);
      hanging = undefined;
      await clock.sleep(60_000);
      return unreachable;
    };
    const find = (): Promise<UserFact> => (hanging ??= hang());
    const start = clock.monotonicMs();
    const app = { ...dependencies, directory: { ...dependencies.directory, find } };
    await processMessage(app, aMessage(body));
    expect(clock.monotonicMs() - start).toBeLessThanOrEqual(600_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(dependencies, copyOf(copy));
    expect(side.resultsTopic.published).toHaveLength(users.length);
  });
});

describe('a message whose broker does not say when it was enqueued', () => {
  it('is not tried for ever', async () => {
    const side = appOfTwins({ maxRequestAgeMs: 3_600_000 });
    const { dependencies, requestQueue, clock } = side;
    const find = () => Promise.resolve(unreachable);
    const app = { ...dependencies, directory: { ...dependencies.directory, find } };
    const history = { origin: { messageId: 'm-1' }, attempts: 0, receivedBy: 'queue' } as const;
    await processMessage(app, aMessage({ user: members[0]?.id }, { history }));
    for (let tries = 0; tries < 50; tries++) {
      const copy = requestQueue.scheduled[tries];
      if (!copy) break;
      clock.advance(300_000);
      await processMessage(app, copyOf(copy));
    }
    expect(side.resultsTopic.published).toHaveLength(1);
    expect(requestQueue.scheduled.length).toBeLessThan(20);
  });
});

describe('the quarantine', () => {
  const received = (message: object) => message as unknown as ServiceBusReceivedMessage;
  it.each([undefined, null, 7n])('can be listed with a message in it whose body is %s', async (body) => {
    expect((await keptMessage(received({ body }), undefined)).original.body).toBeInstanceOf(Uint8Array);
  });
  it('gives an original back whose sender writes that it is missing', async () => {
    const applicationProperties = { revocationOriginalBytes: 5 };
    const kept = await keptMessage(received({ body: Buffer.from('x'), applicationProperties }), undefined);
    expect(kept).not.toHaveProperty('isMissing');
  });
  it('gives a stored original back, whatever numbers its sender writes into properties', () => {
    const properties = plainProperties({ kept: 1, nan: Number.NaN, infinite: Infinity });
    const { content } = divided({ body: Buffer.from('x'), properties });
    expect(readContent(content)).toMatchObject({ properties: { kept: 1 } });
  });
});
