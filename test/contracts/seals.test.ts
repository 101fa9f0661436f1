import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSeals } from '../../shared/adapters/seals/file-seals';
import { lazySeals } from '../../shared/adapters/seals/lazy-seals';
import { keepSeal } from '../../shared/app/keep-seal';
import { sealer } from '../../shared/app/seal';
import { SealUnavailable } from '../../shared/ports/seal-unavailable';
import type { SealReader, SealStore } from '../../shared/ports/seal-store';
import { startTableStorage } from '../../local/storage/table-storage';
import { fixedClock } from '../support/fixed-clock';
import { DAY_MS, anEvent, signer, verified } from '../support/sealing';
import { inMemorySeals } from '../twins/in-memory-seals';

interface Side {
  /** A store in which nothing was sealed. */
  readonly store: SealStore;
  stop(): Promise<void>;
}

const noCredential = (): never => {
  throw new Error('A connection string needs no credential.');
};

async function blobSide(): Promise<Side> {
  const storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  const { connectionString } = storage;
  const store = lazySeals({ kind: 'connectionString', connectionString }, noCredential);
  return { store, stop: () => storage.stop() };
}

const twinSide = (): Promise<Side> =>
  Promise.resolve({ store: inMemorySeals(), stop: () => Promise.resolve() });

const [FIRST, SECOND] = ['2026-11-01.0001.ndjson', '2026-11-02.0001.ndjson'];
const textOf = async (reader: SealReader, segment: string): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of reader.read(segment)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
};

describe.each([
  ['the in-memory twin', twinSide],
  ['blob storage', blobSide],
])('%s: the store of the seal', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  it('has no segment before anything was sealed', async () => {
    expect(await side.store.segments()).toEqual([]);
    await expect(side.store.tail(FIRST)).rejects.toBeInstanceOf(SealUnavailable);
    await expect(textOf(side.store, FIRST)).rejects.toBeInstanceOf(SealUnavailable);
  });
  it('is written by several processes, and verifies there and when it was downloaded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seal-'));
    const clock = fixedClock();
    const sealing = { store: side.store, clock, random: () => 0, keyId: signer.keyId };
    const processes = [sealer(sealing), sealer(sealing), sealer(sealing)];
    const sealAll = (day: string) =>
      Promise.all(
        processes.flatMap((seal, process) =>
          Array.from({ length: 20 }, (_, n) => seal(anEvent(`${day}-${String(process)}-${String(n)}`))),
        ),
      );
    expect((await sealAll('one')).every((sealed) => sealed.kind === 'sealed')).toBe(true);
    clock.advance(DAY_MS);
    await sealAll('two');
    await keepSeal({ ...sealing, signer });
    const expected = {
      findings: [],
      segments: 2,
      events: 120,
      repeated: 0,
      coveredTo: '2026-11-23.0001.ndjson',
    };
    expect(await verified(side.store, { now: clock.now() })).toMatchObject(expected);
    for (const segment of await side.store.segments())
      writeFileSync(join(folder, segment), await textOf(side.store, segment));
    expect(await verified(await fileSeals(folder), { now: clock.now() })).toMatchObject(expected);
    const one = await fileSeals(join(folder, '2026-11-24.0001.ndjson'));
    expect(await verified(one, { now: clock.now(), from: '2026-11-24' })).toMatchObject({
      findings: [],
      events: 60,
    });
    rmSync(folder, { recursive: true });
  });
  it('appends at the end of a segment, and nowhere else', async () => {
    const { store } = side;
    expect(await store.append(SECOND, 0, Buffer.from('one\n'))).toBe('appended');
    expect(await store.append(FIRST, 0, Buffer.from('other\n'))).toBe('appended');
    expect(await store.append(SECOND, 4, Buffer.from('two\n'))).toBe('appended');
    for (const position of [0, 4, 7, 9])
      expect(await store.append(SECOND, position, Buffer.from('x\n'))).toBe('moved');
    expect(await textOf(store, SECOND)).toBe('one\ntwo\n');
    expect((await store.segments()).slice(0, 2)).toEqual([FIRST, SECOND]);
  });
  it('returns the end of a segment, however long it is', async () => {
    const { store } = side;
    const long = `${'x'.repeat(300_000)}\n`;
    await store.append(FIRST, 6, Buffer.from(long));
    await store.append(FIRST, 6 + long.length, Buffer.from('end\n'));
    const { size, bytes } = await store.tail(FIRST);
    expect(size).toBe(6 + long.length + 4);
    expect(Buffer.from(bytes).toString()).toMatch(/\nend\n$/);
  });
  it('lets one of several writers append, or create a segment', async () => {
    const name = '2026-11-03.0001.ndjson';
    for (const position of [0, 2]) {
      const tries = ['a\n', 'b\n', 'c\n', 'd\n'].map((text) =>
        side.store.append(name, position, Buffer.from(text)),
      );
      expect((await Promise.all(tries)).toSorted()).toEqual(['appended', 'moved', 'moved', 'moved']);
    }
    expect(await textOf(side.store, name)).toMatch(/^[a-d]\n[a-d]\n$/);
  });
});

describe('downloaded segments', () => {
  it('are not read from a folder without any', async () => {
    await expect(fileSeals(__dirname)).rejects.toThrow('there is no segment');
    await expect(fileSeals(join(__dirname, 'none'))).rejects.toThrow('cannot be read');
  });
});

describe('blob storage that cannot be reached', () => {
  it('is unavailable', async () => {
    const connectionString =
      'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:9/a;';
    const store = lazySeals({ kind: 'connectionString', connectionString }, noCredential);
    await expect(store.append(FIRST, 0, Buffer.of(1))).rejects.toBeInstanceOf(SealUnavailable);
  });
});
