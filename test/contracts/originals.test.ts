import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { lazyOriginals } from '../../shared/adapters/originals/lazy-originals';
import type { OriginalStore } from '../../shared/ports/original-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { systemClock } from '../../shared/adapters/system-clock';
import { startTableStorage } from '../../local/storage/table-storage';
import { inMemoryOriginals } from '../twins/in-memory-originals';

interface Side {
  readonly store: OriginalStore;
  stop(): Promise<void>;
}

const noCredential = (): never => {
  throw new Error('A connection string needs no credential.');
};

async function blobSide(): Promise<Side> {
  const storage = await startTableStorage({ projectFolder: join(__dirname, '../..') });
  const { connectionString } = storage;
  const store = lazyOriginals({ kind: 'connectionString', connectionString }, noCredential);
  return { store, stop: () => storage.stop() };
}

const twinSide = (): Promise<Side> =>
  Promise.resolve({ store: inMemoryOriginals(systemClock), stop: () => Promise.resolve() });

const [ONE, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];
const PAST = new Date('2026-01-01T00:00:00Z');
const FUTURE = new Date('2126-01-01T00:00:00Z');

describe.each([
  ['the in-memory twin', twinSide],
  ['blob storage', blobSide],
])('%s: the store of originals', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());
  const found = async (name: string): Promise<string | undefined> => {
    const content = await side.store.find(name);
    return content && Buffer.from(content).toString();
  };

  it('has nothing, and nothing to remove, before anything was stored', async () => {
    expect(await side.store.find(ONE)).toBeUndefined();
    expect(await side.store.sweep(FUTURE)).toBe(0);
  });
  it('returns what was stored, byte for byte, also after it was stored again', async () => {
    await side.store.put(ONE, Buffer.from([0, 255, 10]));
    await side.store.put(OTHER, Buffer.alloc(1_000_000, 'x'));
    await side.store.put(ONE, Buffer.from([0, 255, 10]));
    expect([...((await side.store.find(ONE)) ?? [])]).toEqual([0, 255, 10]);
    expect((await side.store.find(OTHER))?.length).toBe(1_000_000);
  });
  it('keeps an original without content', async () => {
    await side.store.put('c'.repeat(64), Buffer.alloc(0));
    expect(await found('c'.repeat(64))).toBe('');
  });
  it('removes what was last stored before a time, and nothing else', async () => {
    expect(await side.store.sweep(PAST)).toBe(0);
    expect(await found(ONE)).toBeDefined();
    expect(await side.store.sweep(FUTURE)).toBe(3);
    expect(await side.store.find(ONE)).toBeUndefined();
  });
});

describe('blob storage that cannot be reached', () => {
  it('is unavailable', async () => {
    const connectionString =
      'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:9/a;';
    const store = lazyOriginals({ kind: 'connectionString', connectionString }, noCredential);
    await expect(store.find(ONE)).rejects.toBeInstanceOf(Unavailable);
  });
});
