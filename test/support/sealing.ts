import { publicKeys } from '../../shared/adapters/seals/public-keys';
import { keepSeal } from '../../shared/app/keep-seal';
import { sealer } from '../../shared/app/seal';
import type { Sealing } from '../../shared/app/seal-tip';
import type { Verification, Verified } from '../../shared/app/verify-seal';
import { verifySeal } from '../../shared/app/verify-seal';
import type { Finding } from '../../shared/core/seal/finding';
import type { SealReader } from '../../shared/ports/seal-store';
import { inMemorySeals } from '../twins/in-memory-seals';
import { inMemorySigner } from '../twins/in-memory-signer';
import { fixedClock } from './fixed-clock';

export const signer = inMemorySigner();
export const isSignature = publicKeys(signer.file);
export const DAY_MS = 24 * 3_600_000;

/** An event of the topic, as its bytes. */
export function anEvent(id: string, text = 'x'): Uint8Array {
  const type = 'io.github.session-revoker.outcome.v1';
  return Buffer.from(JSON.stringify({ specversion: '1.0', id, type, data: { text } }));
}

/** Writes a seal in memory, at a clock that a test advances. */
export function sealing(start?: string) {
  const store = inMemorySeals();
  const clock = fixedClock(start);
  const writing: Sealing = { store, clock, random: () => 0, keyId: signer.keyId };
  return {
    store,
    clock,
    writing,
    seal: sealer(writing),
    keep: () => keepSeal({ ...writing, signer }),
  };
}

export interface Result extends Verified {
  readonly findings: readonly Finding[];
}

/** Verifies a seal a long time after it was written, with the key that signed it. */
export function verified(seal: SealReader, how: Partial<Verification> = {}): Promise<Result> {
  return verifiedWithoutKey(seal, { isSignature, ...how });
}

export async function verifiedWithoutKey(seal: SealReader, how: Partial<Verification> = {}): Promise<Result> {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  const now = new Date('2027-06-01T00:00:00Z');
  return { ...(await verifySeal({ seal, now, report, ...how })), findings };
}
