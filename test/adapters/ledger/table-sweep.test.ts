import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { KINDS } from '../../../shared/adapters/ledger/expired-entries';
import { dueNotes, expiryNotes } from '../../../shared/adapters/ledger/expiry-notes';
import type { TableEntities } from '../../../shared/adapters/ledger/table-entities';
import { tableSweep } from '../../../shared/adapters/ledger/table-sweep';
import type { EntryKey, MessageKey, OutcomeId, Partition, SwitchChangeId } from '../../../shared/core/ids';
import { containmentKey, containmentPartition } from '../../../shared/core/containment-key';
import {
  deduplicationKey,
  readingKey,
  requestPartition,
  senderPartition,
  storedId,
  switchEventKey,
  urgentSenderKey,
  userRevocationKey,
} from '../../../shared/core/ids';
import { Unavailable } from '../../../shared/ports/unavailable';
import { entitiesInMemory } from '../../support/entities-in-memory';

const HOUR = 3_600_000;
const hour = (n: number): Date => new Date(Date.parse('2026-11-23T10:00:00.000Z') + n * HOUR);
const partitionOf = (n: number): Partition => requestPartition({ tenantId: 'contoso', requestId: String(n) });
const keyOf = (n: number, row = 'request'): EntryKey => ({ partition: partitionOf(n), row });
const urgentSender = urgentSenderKey(Buffer.from('{}'), { origin: {}, receivedBy: 'webhook:edr' });

/** The ledger of one process in a table. */
function process(entities: TableEntities) {
  const notes = expiryNotes(entities);
  return { notes, sweep: tableSweep(entities, notes) };
}

/** Entities of which the insertions are counted, and those of notes fail while they are said to. */
function watched() {
  const entities = entitiesInMemory();
  const watch = { noteWrites: 0, fails: false };
  const insert: TableEntities['insert'] = (key, columns) => {
    if (key.partition.startsWith('expires-')) {
      watch.noteWrites++;
      if (watch.fails) return Promise.reject(new Unavailable('ledger', new Error('down')));
    }
    return entities.insert(key, columns);
  };
  return { entities: { ...entities, insert }, watch };
}

/** The entities that are left, those included that have no end. */
async function left(entities: TableEntities): Promise<number> {
  let count = 0;
  for await (const _ of entities.list("PartitionKey ge ''")) count++;
  return count;
}

describe('the sweep', () => {
  it('finds later what another instance acquires during it, when that has expired as well', async () => {
    const entities = entitiesInMemory();
    const { notes, sweep } = process(entities);
    await entities.insert(keyOf(1), { expiresAt: hour(1) });
    notes.note(partitionOf(1), hour(1));
    await notes.write();
    let isLeasedAgain = false;
    const during = process({
      ...entities,
      remove: async (removed, version) => {
        if (removed.row === 'request' && !isLeasedAgain) {
          isLeasedAgain = true;
          await entities.replace(removed, version, { expiresAt: hour(5) });
        }
        return entities.remove(removed, version);
      },
    });
    expect(await during.sweep(hour(2))).toBe(0);
    expect(await sweep(hour(3))).toBe(0);
    expect(await entities.find(keyOf(1))).toBeDefined();
    expect(await sweep(hour(6))).toBe(1);
    expect(await left(entities)).toBe(0);
  });
  it('removes by the notes of the version before, which has one for each partition', async () => {
    const entities = entitiesInMemory();
    for (const row of ['request', 'user-1', 'user-2'])
      await entities.insert(keyOf(1, row), { expiresAt: hour(1) });
    await entities.insert({ partition: storedId('expiry-2026-11-23T11'), row: partitionOf(1) }, {});
    expect(await process(entities).sweep(hour(2))).toBe(3);
    expect(await left(entities)).toBe(0);
  });
  it('leaves to the next one what it may not begin any more', async () => {
    const { entities } = watched();
    const { notes, sweep } = process(entities);
    for (let n = 0; n < 100; n++) {
      await entities.insert(keyOf(n), { expiresAt: hour(1) });
      notes.note(partitionOf(n), hour(1));
    }
    let begun = 0;
    const removed = await sweep(hour(2), () => ++begun <= 40);
    expect(removed).toBe(40);
    expect(await sweep(hour(2))).toBe(60);
    expect(await left(entities)).toBe(0);
  });
  it('works on many partitions at once, and on no more than so many', async () => {
    const entities = entitiesInMemory();
    let [now, most] = [0, 0];
    const notes = expiryNotes(entities);
    const sweep = tableSweep(
      {
        ...entities,
        remove: async (key, version) => {
          most = Math.max(most, ++now);
          await setImmediate();
          now--;
          return entities.remove(key, version);
        },
      },
      notes,
      8,
    );
    for (let n = 0; n < 100; n++) {
      await entities.insert(keyOf(n), { expiresAt: hour(1) });
      notes.note(partitionOf(n), hour(1));
    }
    expect(await sweep(hour(2))).toBe(100);
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(8);
  });
});

describe('notes of what expires', () => {
  it('are written for many partitions at once', async () => {
    const { entities, watch } = watched();
    const { notes } = process(entities);
    for (let n = 0; n < 900; n++) notes.note(partitionOf(n), hour(n % 2));
    for (let n = 0; n < 900; n++) notes.note(partitionOf(n), hour(n % 2));
    await notes.write();
    expect(watch.noteWrites).toBeLessThanOrEqual(12);
    const found = new Set<string>();
    for await (const { partitions } of dueNotes(entities, hour(2)))
      for (const one of partitions) found.add(one);
    expect(found.size).toBe(900);
  });
  it('that could not be written are written with the next, while there are not too many', async () => {
    const { entities, watch } = watched();
    const { notes, sweep } = process(entities);
    await entities.insert(keyOf(1), { expiresAt: hour(1) });
    watch.fails = true;
    notes.note(partitionOf(1), hour(1));
    await expect(notes.write()).rejects.toThrow(Unavailable);
    watch.fails = false;
    expect(await sweep(hour(2))).toBe(1);
  });
  it('that cannot be written are not tried again with each message', async () => {
    const { entities, watch } = watched();
    const { notes } = process(entities);
    watch.fails = true;
    for (let n = 0; n < 400; n++) notes.note(partitionOf(n), hour(1));
    await setImmediate();
    for (let n = 0; n < 10; n++) {
      notes.note(partitionOf(n), hour(1));
      await setImmediate();
    }
    expect(watch.noteWrites).toBe(1);
  });
});

describe('what a process that died has noted nowhere', () => {
  it('is removed within two days, whatever kind it is, and nothing else is', async () => {
    const entities = entitiesInMemory();
    const expired = [
      ...Array.from({ length: 50 }, (_, n) => keyOf(n)),
      readingKey(storedId<MessageKey>('0a'.repeat(32))),
      switchEventKey(storedId<SwitchChangeId>('change')),
      { partition: senderPartition(storedId<MessageKey>('f0'.repeat(32))), row: 'sender' },
      { partition: senderPartition(urgentSender), row: 'sender' },
      userRevocationKey('contoso', 'user-1'),
      containmentKey('contoso', 'user-1', storedId<OutcomeId>('o')),
      deduplicationKey({ id: 'r', alert: { id: 'a' }, users: [] }, { tenantId: 'contoso', userId: 'user-1' }),
      { partition: storedId<Partition>('holds'), row: 'approval' },
    ];
    for (const key of expired) if (key) await entities.insert(key, { expiresAt: hour(0) });
    for (const key of expired)
      if (key) await entities.insert({ ...key, row: 'later' }, { expiresAt: hour(100) });
    await entities.insert({ partition: storedId('brake-1'), row: 'brake' }, { counted: '' });
    const { sweep } = process(entities);
    let removed = 0;
    for (let n = 0; n < 48 * 6; n++) removed += await sweep(hour(n / 6));
    expect(removed).toBe(expired.length);
    expect(await left(entities)).toBe(expired.length + 1);
  });
  it('is of a kind that is searched for', () => {
    const ofKind = new RegExp(`^(${KINDS.join('|')})-[0-9a-f]{64}$`);
    for (const partition of [
      partitionOf(1),
      senderPartition(storedId('0a'.repeat(32))),
      senderPartition(urgentSender),
      userRevocationKey('contoso', 'user-1').partition,
      containmentPartition('contoso', 'user-1'),
      readingKey(storedId('0a'.repeat(32))).partition,
      switchEventKey(storedId('c')).partition,
    ]) {
      expect(partition).toMatch(ofKind);
    }
  });
});
