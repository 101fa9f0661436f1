import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lazySeals } from '../../shared/adapters/seals/lazy-seals';
import { DAY_MS, anEvent, sealing, signer } from './sealing';

const DAYS_OF_NOVEMBER = 30;

const noCredential = (): never => {
  throw new Error('A connection string needs no credential.');
};

/** Writes what the page on the seal names: the public key, November as it was downloaded, and the events of it. */
export async function writeDownloadedSeal(folder: string): Promise<void> {
  const { store, seal, clock, keep } = sealing('2026-11-01T12:00:00Z');
  const events = [anEvent('a'), anEvent('b')];
  for (const event of events) await seal(event);
  for (let day = 1; day <= DAYS_OF_NOVEMBER; day++) {
    clock.advance(DAY_MS);
    await keep();
  }
  const downloaded = join(folder, 'downloaded');
  mkdirSync(downloaded);
  for (const [segment, bytes] of store.stored) writeFileSync(join(downloaded, segment), bytes);
  writeFileSync(join(folder, 'seal.pem'), signer.file);
  writeFileSync(
    join(folder, 'exported.ndjson'),
    `${events.map((event) => Buffer.from(event).toString()).join('\n')}\n`,
  );
}

/** Seals an outcome of today in the storage of a stack. */
export async function sealInStorage(connectionString: string): Promise<void> {
  const store = lazySeals({ kind: 'connectionString', connectionString }, noCredential);
  const { store: written, seal } = sealing(new Date().toISOString());
  await seal(anEvent('a'));
  for (const [segment, bytes] of written.stored) await store.append(segment, 0, bytes);
}
