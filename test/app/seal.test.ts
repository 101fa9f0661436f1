import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepSeal } from '../../shared/app/keep-seal';
import { sealer } from '../../shared/app/seal';
import { linkLine } from '../../shared/messages/seal/link-line';
import { SealUnavailable } from '../../shared/ports/seal-unavailable';
import type { SealStore } from '../../shared/ports/seal-store';
import { expectEqual } from '../support/equal';
import { fixedClock } from '../support/fixed-clock';
import {
  DAY_MS,
  anEvent,
  isSignature,
  sealing,
  signer,
  verified,
  verifiedWithoutKey,
} from '../support/sealing';

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const HOUR_MS = 3_600_000;
const SECOND_OF_DAY = '2026-11-23.0002.ndjson';
/** As somebody who may write the store. */
const append = (store: ReturnType<typeof sealing>['store'], line: string) => {
  const name = '2026-11-23.0001.ndjson';
  return store.append(name, store.stored.get(name)?.length ?? 0, Buffer.from(`${line}\n`));
};
const linesOf = (bytes: Uint8Array | undefined): string[] => textOf(bytes).split('\n').slice(0, -1);

describe('sealing', () => {
  it('keeps the bytes of an event, with its digest and that of what came before', async () => {
    const { store, seal } = sealing();
    const body = anEvent('o-1');
    expect(await seal(body)).toMatchObject({
      kind: 'sealed',
      eventId: 'o-1',
      segment: '2026-11-23.0001.ndjson',
      batch: 1,
    });
    const [opened = '', event, batch = ''] = linesOf(store.stored.get('2026-11-23.0001.ndjson'));
    expect(event).toBe(textOf(body));
    const written = JSON.parse(batch) as { readonly link: { readonly previous: string } };
    const begun = JSON.parse(opened) as { readonly digest: string };
    expect(written.link.previous).toBe(begun.digest);
  });
  it('writes what comes while a batch is written as one batch', async () => {
    const { store, seal } = sealing();
    const sealed = await Promise.all(['a', 'b', 'c', 'd'].map((id) => seal(anEvent(id))));
    expect(sealed.map((one) => one.kind === 'sealed' && one.batch)).toEqual([1, 2, 2, 2]);
    expect((await verified(store)).events).toBe(4);
  });
  it('returns what is not an event of one line', async () => {
    const { seal, store } = sealing();
    for (const body of ['no JSON', '{"id":"a"}', '{"id":"a",\n"type":"b"}', '{"link":1,"id":"a","type":"b"}'])
      expect(await seal(Buffer.from(body))).toEqual({ kind: 'unreadable' });
    expect(store.stored.size).toBe(0);
  });
  it('returns an event that the store did not take, and goes on afterwards', async () => {
    const { writing, store } = sealing();
    let isDown = true;
    const broken: SealStore = {
      ...store,
      append: (...args) =>
        isDown ? Promise.reject(new SealUnavailable('store', undefined)) : store.append(...args),
    };
    const seal = sealer({ ...writing, store: broken });
    expect(await seal(anEvent('a'))).toEqual({
      kind: 'failed',
      eventId: 'a',
      reason: 'Cannot reach the store of the seal.',
    });
    isDown = false;
    expect(await seal(anEvent('a'))).toMatchObject({ kind: 'sealed' });
  });
  it('seals an event once whose batch was stored, though the first answer was lost', async () => {
    const { writing, store } = sealing();
    const retried: SealStore = {
      ...store,
      append: async (...args) => {
        await store.append(...args);
        return store.append(...args);
      },
    };
    expect(await sealer({ ...writing, store: retried })(anEvent('a'))).toMatchObject({ batch: 1 });
    expect(await verified(store, { now: writing.clock.now() })).toMatchObject({ findings: [], events: 1 });
  });
  it('gives up for now where others are always faster', async () => {
    const { writing, store, seal } = sealing();
    let others = 0;
    const contended: SealStore = {
      ...store,
      append: async (...args) => {
        await seal(anEvent(`other-${String(others++)}`));
        return store.append(...args);
      },
    };
    expect(await sealer({ ...writing, store: contended })(anEvent('a'))).toEqual({
      kind: 'failed',
      eventId: 'a',
      reason: 'Other processes were faster each time.',
    });
    expect((await verified(store)).events).toBe(others);
  });
  it('begins a segment with each day, which names the head of the one before', async () => {
    const { store, seal, clock, keep } = sealing();
    await seal(anEvent('a'));
    clock.advance(DAY_MS);
    await seal(anEvent('b'));
    expect([...store.stored.keys()]).toEqual(['2026-11-23.0001.ndjson', '2026-11-24.0001.ndjson']);
    expect(await keep()).toEqual({ opened: [], signed: ['2026-11-23.0001.ndjson'] });
    expect(await verified(store, { now: clock.now() })).toMatchObject({
      findings: [],
      coveredTo: '2026-11-23.0001.ndjson',
    });
  });
  it('opens the segment that the one before names, whatever the clock of a process shows', async () => {
    const { store, seal, clock, writing } = sealing('2026-11-23T23:59:59.000Z');
    await seal(anEvent('a'));
    const late = sealer(writing);
    const early = sealer({ ...writing, clock: fixedClock('2026-11-24T00:00:01.000Z') });
    // It closes the day, and ends before it has opened the next one.
    const ending: SealStore = {
      ...store,
      append: (segment, ...rest) =>
        segment === '2026-11-23.0001.ndjson'
          ? store.append(segment, ...rest)
          : Promise.reject(new SealUnavailable('store', undefined)),
    };
    const other = { ...writing, store: ending, clock: fixedClock('2026-11-24T00:00:01.000Z') };
    expect(await sealer(other)(anEvent('b'))).toMatchObject({ kind: 'failed' });
    expect(await late(anEvent('c'))).toMatchObject({ segment: '2026-11-24.0001.ndjson' });
    expect(await early(anEvent('b'))).toMatchObject({ segment: '2026-11-24.0001.ndjson' });
    expect((await verifiedWithoutKey(store, { now: clock.now() })).findings).toEqual([
      { kind: 'signatureMissing', segment: '2026-11-23.0001.ndjson' },
    ]);
  });
  it('begins another segment when one is nearly full', async () => {
    const { store, seal, writing } = sealing();
    await seal(anEvent('a'));
    // As if it had as many batches as a blob may have.
    const previous = '0'.repeat(64);
    const full = { kind: 'batch', number: 40_000, at: '', previous, events: [], total: 1 } as const;
    await append(store, linkLine(full).line);
    expect(await sealer(writing)(anEvent('b'))).toMatchObject({ segment: SECOND_OF_DAY, batch: 1 });
  });
  it('goes on in a segment of its own where somebody else has written into the last one', async () => {
    const { store, seal, writing, clock } = sealing();
    await seal(anEvent('a'));
    await append(store, 'x');
    expect(await sealer(writing)(anEvent('b'))).toMatchObject({ segment: SECOND_OF_DAY });
    const { findings } = await verified(store, { now: clock.now() });
    expect(findings.map(({ kind }) => kind)).toEqual(['inserted', 'notClosed']);
  });
});

describe('keeping the seal', () => {
  it('opens a segment on a day without outcomes, and signs what is closed, once', async () => {
    const { store, clock, keep } = sealing();
    expect(await keep()).toEqual({ opened: ['2026-11-23.0001.ndjson'], signed: [] });
    clock.advance(2 * DAY_MS);
    expect(await keep()).toEqual({
      opened: ['2026-11-25.0001.ndjson'],
      signed: ['2026-11-23.0001.ndjson'],
    });
    expect(await keep()).toEqual({ opened: [], signed: [] });
    expect((await verified(store, { now: clock.now() })).findings).toEqual([]);
  });
  it('closes a day though the key is out of reach, and signs it later', async () => {
    const { store, clock, keep, writing } = sealing();
    const sign = () => Promise.reject(new SealUnavailable('key', undefined));
    const without = () => keepSeal({ ...writing, signer: { ...signer, sign } });
    await keep();
    for (let day = 0; day < 3; day++) {
      clock.advance(DAY_MS);
      await expect(without()).rejects.toBeInstanceOf(SealUnavailable);
    }
    const kinds = (await verified(store, { now: clock.now() })).findings.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['signatureMissing', 'notCovered']));
    expect((await keep()).signed).toHaveLength(3);
    expect((await verified(store, { now: clock.now() })).findings).toEqual([]);
  });
});

/** A store whose calls take some turns, may fail before or after their effect, as a network does, and may be those of a process that ends. */
function faulty(store: SealStore, next: () => number): SealStore {
  const turns = async (): Promise<void> => {
    for (let n = next() % 4; n > 0; n--) await Promise.resolve();
  };
  const fails = (): boolean => next() % 12 === 0;
  return {
    ...store,
    segments: async () => {
      await turns();
      return store.segments();
    },
    tail: async (segment) => {
      await turns();
      return store.tail(segment);
    },
    append: async (...args) => {
      await turns();
      if (fails()) throw new SealUnavailable('store', undefined);
      const result = await store.append(...args);
      await turns();
      if (fails()) throw new SealUnavailable('store', undefined);
      // A retry of the SDK after an answer that was lost.
      return fails() ? 'moved' : result;
    },
  };
}

describe('whatever happens while outcomes are sealed', () => {
  const schedules = fc.record({
    events: fc.array(fc.nat(19), { minLength: 1, maxLength: 30 }),
    instances: fc.integer({ min: 1, max: 4 }),
    random: fc.infiniteStream(fc.nat(1000)),
  });
  it('the seal verifies, and has each outcome: with many instances, crashes, redeliveries, days and clocks', () =>
    fc.assert(
      fc.asyncProperty(schedules, async ({ events, instances, random }) => {
        const next = (): number => {
          const drawn = random.next();
          return drawn.done === true ? 0 : drawn.value;
        };
        const { store, clock, writing, keep } = sealing();
        // The clocks of processes differ by hours.
        const process = (): ReturnType<typeof sealer> => {
          const aheadMs = ((next() % 5) - 2) * HOUR_MS;
          const now = (): Date => new Date(clock.now().getTime() + aheadMs);
          return sealer({ ...writing, store: faulty(store, next), clock: { ...clock, now } });
        };
        const processes = Array.from({ length: instances }, process);
        const deliver = async (n: number): Promise<void> => {
          for (;;) {
            const which = next() % instances;
            // A process that has ended is followed by a new one, which knows nothing of the chain.
            if (next() % 5 === 0) processes[which] = process();
            if (next() % 7 === 0) clock.advance(DAY_MS / 3);
            if (next() % 9 === 0) await keep();
            const sealed = await processes[which]?.(anEvent(`o-${String(n)}`));
            // A message whose completion was lost is delivered again.
            if (sealed?.kind === 'sealed' && next() % 6 !== 0) return;
          }
        };
        await Promise.all(events.map(deliver));
        clock.advance(DAY_MS);
        await keep();
        const sealedIds = new Set<string>();
        const onEvent = ({ id }: { readonly id: string }): void => void sealedIds.add(id);
        const {
          findings,
          events: lines,
          repeated,
        } = await verified(store, { now: clock.now(), onEvent, isSignature });
        expectEqual(findings, []);
        expectEqual(sealedIds, new Set(events.map((n) => `o-${String(n)}`)));
        expectEqual(lines - repeated, sealedIds.size);
      }),
      { numRuns: 60 },
    ));
});
