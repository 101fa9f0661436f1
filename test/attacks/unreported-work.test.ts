import { describe, expect, it } from '@jest/globals';
import { outcomeColumns } from '../../shared/adapters/ledger/publication-columns';
import { tableLeaseStore } from '../../shared/adapters/ledger/table-lease-store';
import type { EntityColumns, TableEntities } from '../../shared/adapters/ledger/table-entities';
import { answerDeadLetters } from '../../shared/app/answer-dead-letters';
import { processMessage } from '../../shared/app/process-message';
import { textDetail } from '../../shared/core/detail';
import type { RevocationAnswer } from '../../shared/core/revocation';
import { Unavailable } from '../../shared/ports/unavailable';
import { inMemoryDeadLetters } from '../twins/in-memory-dead-letters';
import { aDeadLetter, aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';
import { entitiesInMemory } from '../support/entities-in-memory';
import type { Fault } from '../support/faulty-app';
import { faultyApp } from '../support/faulty-app';

const avery = members[0]?.id ?? '';
const ofAlert = (id: string) =>
  aMessage({ id, user: 'avery@contoso.com', alert: { id: 'a-1' } }, {}, { messageId: id });

/** A fault at the first effect of a name. */
function once(name: string, fault: Fault): (n: number, effect: string) => Fault | undefined {
  let isOver = false;
  return (_n, effect) => {
    if (isOver || effect !== name) return undefined;
    isOver = true;
    return fault;
  };
}

describe('a revocation that a process has made before it died', () => {
  it('is not made again by the next request of its alert, also when that cannot record it at once', async () => {
    const side = appOfTwins();
    const { dependencies, clock, requestQueue, resultsTopic, tenant } = side;
    const dying = faultyApp(dependencies, once('revoke', 'deathAfter'));
    await expect(processMessage(dying.app, ofAlert('r-1'))).rejects.toThrow();
    clock.advance(16_000);
    const refused = faultyApp(dependencies, once('record revocation', 'refused'));
    await processMessage(refused.app, ofAlert('r-2'));
    clock.advance(60_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(dependencies, copyOf(copy));
    await processMessage(dependencies, ofAlert('r-1'));
    expect(tenant.revoked).toEqual([avery]);
    const results = resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(results.map(({ requestId, status }) => [requestId, status])).toEqual([
      ['r-2', 'duplicate'],
      ['r-1', 'signOutPending'],
    ]);
  });
});

describe('a lease whose intent cannot be entered', () => {
  it('ends, so that the next try need not wait for ever', async () => {
    const side = appOfTwins();
    const { dependencies, clock, requestQueue, tenant } = side;
    const dying = faultyApp(dependencies, once('revoke', 'deathBefore'));
    await expect(processMessage(dying.app, ofAlert('r-1'))).rejects.toThrow();
    clock.advance(16_000);
    await processMessage(faultyApp(dependencies, once('renew revocation', 'refused')).app, ofAlert('r-2'));
    clock.advance(60_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(dependencies, copyOf(copy));
    expect(tenant.revoked).toEqual([avery]);
  });
});

describe('a revocation whose answer is lost at the last try of its request', () => {
  it('is reported if the directory shows it', async () => {
    const { dependencies, tenant, resultsTopic } = appOfTwins({ maxRequestAgeMs: 10_000 });
    const graph = {
      ...tenant.revoker,
      revoke: async (...given: Parameters<typeof tenant.revoker.revoke>): Promise<RevocationAnswer> => {
        await tenant.revoker.revoke(...given);
        const failure = { kind: 'unavailable', detail: textDetail('No answer.') } as const;
        return { kind: 'failed', failure, attempts: 1, requestIds: [] };
      },
    };
    await processMessage({ ...dependencies, revokers: { graph } }, ofAlert('r-1'));
    expect(resultsTopic.published.map(({ body }) => resultOfBytes(body).data)).toMatchObject([
      { status: 'signOutPending', verified: true },
    ]);
    await processMessage(dependencies, ofAlert('r-2'));
    expect(tenant.revoked).toEqual([avery]);
  });
});

/** Entities as the version before has written them. */
function ofTheVersionBefore(entities: TableEntities): TableEntities {
  const before = ({ published: _published, ...columns }: EntityColumns): EntityColumns => columns;
  return { ...entities, replace: (key, version, columns) => entities.replace(key, version, before(columns)) };
}

describe('an outcome that the version before has recorded and could not publish', () => {
  it('is published by the copy that waits', async () => {
    const { dependencies, requestQueue, resultsTopic, clock } = appOfTwins();
    const outcomes = {
      ...tableLeaseStore(ofTheVersionBefore(entitiesInMemory()), outcomeColumns),
      markPublished: () => Promise.resolve(),
    };
    const app = { ...dependencies, ledger: { ...dependencies.ledger, outcomes } };
    await processMessage(faultyApp(app, once('publish', 'refused')).app, ofAlert('r-1'));
    expect(resultsTopic.published).toEqual([]);
    clock.advance(60_000);
    const [copy] = requestQueue.scheduled;
    if (copy) await processMessage(app, copyOf(copy));
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
  });
});

describe('a dead letter that waits for a backend', () => {
  it('publishes its outcome once, and not again every minute', async () => {
    const { dependencies, resultsTopic, clock } = appOfTwins();
    const letters = inMemoryDeadLetters([aDeadLetter({ user: 'avery@contoso.com' })]);
    const keep = () => Promise.reject(new Unavailable('originals', undefined));
    for (let minute = 0; minute < 5; minute++) {
      await answerDeadLetters({ ...dependencies, quarantine: { keep } }, letters);
      clock.advance(60_000);
    }
    expect(letters.waiting()).toHaveLength(1);
    expect(resultsTopic.published.map(({ subject }) => subject)).toEqual(['failed']);
    await answerDeadLetters(dependencies, letters);
    expect(letters.waiting()).toEqual([]);
  });
});
