import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { appendFile, open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSeals } from '../../shared/adapters/seals/file-seals';
import { publicKeys } from '../../shared/adapters/seals/public-keys';
import { compareEvents } from '../../shared/app/compare-events';
import { keepSeal } from '../../shared/app/keep-seal';
import { sealer } from '../../shared/app/seal';
import { verifySeal } from '../../shared/app/verify-seal';
import type { Finding } from '../../shared/core/seal/finding';
import { resultMessage } from '../../shared/messages/result-message';
import type { SealStore } from '../../shared/ports/seal-store';
import { fixedClock } from '../support/fixed-clock';
import { outcomes } from '../support/outcomes';
import { inMemorySigner } from '../twins/in-memory-signer';

// What `npm run bench:verify` runs: how long `verify` takes for many outcomes, in files, and how much memory. The aim is a minute for a
// million. CPU times are those of this process: another program on the machine makes the time longer, and not these.

const OUTCOMES = Number(process.argv[2] ?? 1_000_000);
const DAYS = 10;
const DAY_MS = 24 * 3_600_000;
/** As many as an instance of the function works on at a time. */
const AT_ONCE = 32;
const AIM_S = 60;

const bodies = Object.values(outcomes).map((outcome) =>
  Buffer.from(resultMessage(outcome, 'en').body).toString(),
);

/** Outcomes of every status, with ids of their own. */
function body(n: number): Uint8Array {
  const id = n.toString(16).padStart(64, '0');
  return Buffer.from((bodies[n % bodies.length] ?? '').replace(/"id":"[^"]*"/, `"id":"${id}"`));
}

/** Segments as files of a folder. */
function fileStore(folder: string): SealStore {
  const names: string[] = [];
  const sizes = new Map<string, number>();
  return {
    segments: () => Promise.resolve(names),
    tail: (segment) => {
      const size = sizes.get(segment) ?? 0;
      const bytes = Buffer.alloc(Math.min(size, 65_536));
      const file = openSync(join(folder, segment), 'r');
      readSync(file, bytes, 0, bytes.length, size - bytes.length);
      closeSync(file);
      return Promise.resolve({ size, bytes });
    },
    append: async (segment, position, bytes) => {
      if (position !== (sizes.get(segment) ?? 0)) return 'moved';
      if (position === 0) names.push(segment);
      sizes.set(segment, position + bytes.length);
      await appendFile(join(folder, segment), bytes);
      return 'appended';
    },
    read: (segment) => createReadStream(join(folder, segment)),
  };
}

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly findings: readonly Finding[];
}

async function measured(work: (report: (finding: Finding) => void) => Promise<unknown>): Promise<Measured> {
  const findings: Finding[] = [];
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await work((finding) => void findings.push(finding));
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6, findings };
}

function line(what: string, { seconds, cpuSeconds, findings }: Measured): string {
  const peak = process.resourceUsage().maxRSS / 1024;
  const found = `${String(findings.length)} findings`;
  return `${what.padEnd(36)} ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, peak ${peak.toFixed(0)} MB, ${found}`;
}

async function write(
  folder: string,
  events: string,
  signer: ReturnType<typeof inMemorySigner>,
): Promise<void> {
  const clock = fixedClock('2026-11-01T10:00:00.000Z');
  const sealing = { store: fileStore(folder), clock, random: () => 0, keyId: signer.keyId };
  const seal = sealer(sealing);
  const exported = openSync(events, 'w');
  for (let n = 0; n < OUTCOMES; n += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, OUTCOMES - n) }, (_, m) => body(n + m));
    await Promise.all(batch.map(seal));
    for (const one of batch) writeSync(exported, `${Buffer.from(one).toString()}\n`);
    if (n % Math.ceil(OUTCOMES / DAYS) < AT_ONCE) {
      clock.advance(DAY_MS);
      await keepSeal({ ...sealing, signer });
    }
  }
  clock.advance(DAY_MS);
  await keepSeal({ ...sealing, signer });
  closeSync(exported);
}

/** Changes one byte in the middle of a file. */
async function change(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.write('~', Math.floor(statSync(file).size / 2));
  await handle.close();
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'));
  const events = `${folder}.ndjson`;
  try {
    const signer = inMemorySigner();
    console.log(
      line(`sealing ${String(OUTCOMES)} outcomes`, await measured(() => write(folder, events, signer))),
    );
    const seal = await fileSeals(folder);
    const isSignature = publicKeys(signer.file);
    const all = (report: (finding: Finding) => void) =>
      verifySeal({ seal, now: new Date('2026-11-01'), isSignature, report });
    const verified = await measured(all);
    console.log(line('verify', verified));
    console.log(
      `aim: ${String(AIM_S)} s for 1000000; here ${(verified.seconds * (1e6 / OUTCOMES)).toFixed(1)} s`,
    );
    const compared = await measured(async (report) => {
      const { onEvent, end } = await compareEvents(() => createReadStream(events), report);
      await verifySeal({ seal, now: new Date('2026-11-01'), isSignature, report, onEvent });
      await end();
    });
    console.log(line('verify --events', compared));
    const [segment = ''] = (await seal.segments()).slice(3);
    await change(join(folder, segment));
    console.log(line('verify, one byte changed', await measured(all)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(events, { force: true });
  }
}

void main();
