import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { publicKeys } from '../../shared/adapters/seals/public-keys';
import { keepSeal } from '../../shared/app/keep-seal';
import type { Finding } from '../../shared/core/seal/finding';
import type { OpenLink } from '../../shared/core/seal/link';
import { linkLine } from '../../shared/messages/seal/link-line';
import type { SealReader } from '../../shared/ports/seal-store';
import { DAY_MS, anEvent, sealing, verified, verifiedWithoutKey } from '../support/sealing';
import { inMemorySigner } from '../twins/in-memory-signer';

/** Segments by their names. */
type Segments = ReadonlyMap<string, Uint8Array>;

function readerOf(segments: Segments): SealReader {
  return {
    segments: () => Promise.resolve([...segments.keys()].toSorted()),
    read: async function* (name) {
      // In pieces that end anywhere.
      const bytes = await Promise.resolve(segments.get(name) ?? new Uint8Array());
      for (let n = 0; n < bytes.length; n += 97) yield bytes.subarray(n, n + 97);
    },
  };
}

const DAYS = 4;
const now = new Date('2026-11-27T10:00:00Z');
const names = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'].map(
  (day) => `${day}.0001.ndjson`,
);
const [first = '', second = '', , last = '', today = ''] = names;
/** Four days that are closed and signed, and one that is not over. */
let sealed: Segments;
beforeAll(async () => {
  const { store, seal, clock, keep } = sealing();
  for (let day = 0; day <= DAYS; day++) {
    await keep();
    for (const batch of [['a', 'b', 'c', 'd'], ['e', 'f'], ['g']])
      await Promise.all(batch.map((id) => seal(anEvent(`${id}-${String(day)}`, 'some text'))));
    clock.advance(DAY_MS);
    if (day < DAYS) await keep();
  }
  sealed = store.stored;
});

const linesOf = (name: string): readonly string[] =>
  Buffer.from(sealed.get(name) ?? [])
    .toString()
    .split(/(?<=\n)/);
const withBytes = (name: string, bytes: Uint8Array): Segments => new Map([...sealed, [name, bytes]]);
const withLines = (name: string, lines: readonly string[]): Segments =>
  withBytes(name, Buffer.from(lines.join('')));
const without = (name: string): Segments => new Map([...sealed].filter(([other]) => other !== name));
const check = (segments: Segments, how: Parameters<typeof verified>[1] = {}) =>
  verified(readerOf(segments), { now, ...how });
const kinds = async (segments: Segments, how?: Parameters<typeof verified>[1]): Promise<string[]> =>
  (await check(segments, how)).findings.map(({ kind }) => kind);
const segmentOf = (finding: Finding | undefined): string | undefined => {
  if (!finding) return undefined;
  if ('place' in finding) return finding.place.segment;
  return 'segment' in finding ? finding.segment : undefined;
};

describe('a seal as it was written', () => {
  it('has no finding, and is covered by signatures but for today', async () => {
    expect(await check(sealed)).toEqual({
      findings: [],
      segments: 5,
      events: 35,
      repeated: 0,
      notChecked: 0,
      unsigned: 0,
      first,
      last: today,
      coveredTo: last,
    });
  });
  it('counts signatures that nobody has given a key for', async () => {
    const checked = await verifiedWithoutKey(readerOf(sealed), { now });
    expect(checked).toMatchObject({ findings: [], notChecked: 4 });
  });
  it('can be verified for a part of its days', async () => {
    const part = { from: '2026-11-24', to: '2026-11-25' };
    expect(await check(sealed, part)).toMatchObject({ findings: [], segments: 2, events: 14 });
    const downloaded = new Map([...sealed].slice(1, 3));
    expect(await check(downloaded, part)).toMatchObject({ findings: [], segments: 2 });
  });
  it('accepts an event that was sealed again, and no other with its id', async () => {
    const { store, seal, clock } = sealing();
    for (const text of ['x', 'x', 'y']) await seal(anEvent('o-1', text));
    const { findings, repeated } = await verified(store, { now: clock.now() });
    expect(repeated).toBe(1);
    expect(findings).toEqual([
      { kind: 'differs', id: 'o-1', place: { segment: '2026-11-23.0001.ndjson', line: 6 } },
    ]);
  });
});

describe('a seal that somebody has changed', () => {
  it('names the outcome that was changed', async () => {
    const lines = linesOf(second).map((line) => line.replace('"c-1"', '"c-9"'));
    expect((await check(withLines(second, lines))).findings).toEqual([
      { kind: 'changed', id: 'c-9', place: { segment: second, line: 5 } },
    ]);
  });
  it('names where an outcome is missing, was inserted, or is not in its order', async () => {
    const lines = linesOf(second);
    const [opened = '', a = '', link = '', b = '', c = '', ...rest] = lines;
    const found = async (...changed: string[]) =>
      (await check(withLines(second, [opened, ...changed, ...rest]))).findings;
    expect(await found(a, link, c)).toEqual([
      { kind: 'missing', batch: 2, count: 1, place: { segment: second, line: 6 } },
    ]);
    expect(await found(a, link, b, '{"id":"new","type":"t"}\n', c)).toEqual([
      { kind: 'inserted', id: 'new', place: { segment: second, line: 5 } },
    ]);
    expect(await found(a, link, c, b)).toEqual([
      { kind: 'reordered', id: 'c-1', place: { segment: second, line: 4 } },
    ]);
  });
  it('names the batches that are missing', async () => {
    const lines = linesOf(second);
    const withoutSecond = [...lines.slice(0, 3), ...lines.slice(7)];
    expect((await check(withLines(second, withoutSecond))).findings).toEqual([
      { kind: 'chainBroken', expected: 2, found: 3, place: { segment: second, line: 5 } },
      { kind: 'countDiffers', expected: 7, found: 4, place: { segment: second, line: 10 } },
    ]);
  });
  it('misses a day that is not there, also the first, the last and all after it', async () => {
    expect(await check(without(second))).toMatchObject({
      findings: [{ kind: 'segmentMissing', segment: second }],
    });
    expect((await check(without(first))).findings).toContainEqual({ kind: 'segmentMissing', segment: first });
    expect((await check(without(today))).findings).toEqual([{ kind: 'segmentMissing', segment: today }]);
    const early = new Map([...sealed].slice(0, 3));
    expect(await kinds(early)).toEqual(['segmentMissing']);
    expect((await check(new Map(), { to: '2026-11-26' })).findings).toEqual([
      { kind: 'endsEarly', day: '2026-11-26' },
    ]);
  });
  it('knows a day that was written again, although its own chain holds', async () => {
    const { store, seal, clock, keep } = sealing();
    await keep();
    clock.advance(DAY_MS);
    await keep();
    await seal(anEvent('other'));
    clock.advance(DAY_MS);
    await keep();
    const forged = store.stored.get(second) ?? new Uint8Array();
    const { findings } = await check(withBytes(second, forged));
    expect(findings).toEqual([
      { kind: 'segmentReplaced', segment: first, by: second },
      { kind: 'segmentReplaced', segment: second, by: names[2] },
    ]);
  });
  it('knows a seal that was written again from the beginning, by its signatures', async () => {
    const { store, clock, keep } = sealing();
    await keep();
    for (let day = 0; day < 2; day++) {
      clock.advance(DAY_MS);
      await keep();
    }
    const own = { now: clock.now(), isSignature: publicKeys(inMemorySigner().file) };
    const { findings, coveredTo } = await verified(store, own);
    expect(coveredTo).toBeUndefined();
    expect(findings.map((finding) => [finding.kind, segmentOf(finding)])).toEqual([
      ['signatureInvalid', first],
      ['signatureInvalid', second],
      ['notCovered', first],
      ['notCovered', second],
    ]);
  });
  it('names a segment that was put between two', async () => {
    const begun = JSON.parse(linesOf(second)[0] ?? '') as { readonly link: OpenLink };
    const segment = '2026-11-23.0002.ndjson';
    const { line } = linkLine({ ...begun.link, segment });
    const { findings } = await check(new Map([...sealed, [segment, Buffer.from(`${line}\n`)]]));
    expect(findings).toEqual([
      { kind: 'segmentReplaced', segment: first, by: segment },
      { kind: 'notClosed', segment },
      { kind: 'segmentReplaced', segment, by: second },
    ]);
  });
  it('names a signature of another segment, also without a key', async () => {
    const lines = [...linesOf(first).slice(0, -1), linesOf(second).at(-1) ?? ''];
    const { findings } = await verifiedWithoutKey(readerOf(withLines(first, lines)), { now });
    expect(findings).toMatchObject([{ kind: 'signatureInvalid', place: { segment: first } }]);
  });
  it('misses signatures where a key was given and nothing is signed', async () => {
    const { store, clock, writing } = sealing();
    const keep = () => keepSeal({ store, clock, random: writing.random });
    await keep();
    clock.advance(DAY_MS);
    await keep();
    const { findings, unsigned } = await verified(store, { now: clock.now() });
    expect([findings, unsigned]).toEqual([[{ kind: 'notCovered', segment: first }], 1]);
    const checked = await verifiedWithoutKey(store, { now: clock.now() });
    expect(checked).toMatchObject({ findings: [], unsigned: 1 });
  });
  it('misses the end of a day, whether its last lines, its signature, or half a line', async () => {
    const lines = linesOf(last);
    expect(await kinds(withLines(last, lines.slice(0, -1)))).toEqual(['signatureMissing', 'notCovered']);
    expect(await kinds(withLines(last, lines.slice(0, -2)))).toEqual(['notClosed']);
    expect(await kinds(withBytes(last, sealed.get(last)?.subarray(0, -9) ?? Buffer.of()))).toContain(
      'cutOff',
    );
    expect(await kinds(withLines(last, []))).toContain('notClosed');
  });
});

describe('whatever single thing is changed', () => {
  const anySegment = fc.nat(DAYS - 1).map((n) => names[n] ?? '');
  const line = fc.nat(1000);
  const at = (lines: readonly string[], n: number): number => n % lines.length;
  const changes: fc.Arbitrary<{ readonly segment: string; readonly change: () => Segments }> = fc.oneof(
    fc.tuple(anySegment, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([segment, where, by]) => ({
      segment,
      change: () => {
        const bytes = Uint8Array.from(sealed.get(segment) ?? []);
        const n = where % bytes.length;
        bytes[n] = (bytes[n] ?? 0) ^ by;
        return withBytes(segment, bytes);
      },
    })),
    fc.tuple(anySegment, line).map(([segment, n]) => ({
      segment,
      change: () => withLines(segment, linesOf(segment).toSpliced(at(linesOf(segment), n), 1)),
    })),
    fc.tuple(anySegment, line).map(([segment, n]) => ({
      segment,
      change: () => {
        const lines = linesOf(segment);
        return withLines(segment, lines.toSpliced(at(lines, n), 0, lines[at(lines, n)] ?? ''));
      },
    })),
    fc.tuple(anySegment, line, line).map(([segment, one, other]) => ({
      segment,
      change: () => {
        const lines = [...linesOf(segment)];
        const [from, to] = [at(lines, one), at(lines, other)];
        const [moved = ''] = lines.splice(from, 1);
        lines.splice(from === to ? (to + 1) % (lines.length + 1) : to, 0, moved);
        return withLines(segment, lines);
      },
    })),
    fc.tuple(anySegment, fc.nat()).map(([segment, size]) => ({
      segment,
      change: () => {
        const bytes = sealed.get(segment) ?? new Uint8Array();
        return withBytes(segment, bytes.subarray(0, size % bytes.length));
      },
    })),
    anySegment.map((segment) => ({ segment, change: () => without(segment) })),
    fc.tuple(anySegment, fc.integer({ min: 1, max: DAYS })).map(([segment, by]) => ({
      segment,
      change: () => {
        const other = names[(names.indexOf(segment) + by) % names.length] ?? '';
        return withBytes(segment, sealed.get(other) ?? Buffer.of());
      },
    })),
  );
  it('is found, in the segment where it is', () =>
    fc.assert(
      fc.asyncProperty(changes, async ({ segment, change }) => {
        const { findings } = await check(change());
        expect(findings.map(segmentOf)).toContain(segment);
      }),
      { numRuns: 300 },
    ));
});
