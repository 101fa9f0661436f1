import { readMessage } from '../../shared/alerts/read-message';
import { median } from './statistics';

const context = { fallbackId: 'message-1' };
const ROUNDS = 9;
/** A round reads a message as often as this takes, so that short times can be measured. */
const MIN_ROUND_MS = 8;
const KB = 1024;

/** CPU time in ms of reading one message, of the middle round of several. */
export function cpuMs(body: Uint8Array): number {
  return median(roundsOf([body]).map(([ms = 0]) => ms));
}

/**
 * Reads messages in turn, in several rounds: CPU time in ms of each message in each round. What disturbs a round, such as
 * code that is still being compiled or another process, disturbs all of its messages. The first round is almost cold, as
 * each message was read twice before.
 */
function roundsOf(bodies: readonly Uint8Array[]): readonly (readonly number[])[] {
  const planned = bodies.map((body) => ({
    body,
    times: Math.max(1, Math.ceil(MIN_ROUND_MS / Math.max(cpuMsOf(body, 2), 0.01))),
  }));
  return Array.from({ length: ROUNDS }, () => planned.map(({ body, times }) => cpuMsOf(body, times)));
}

/**
 * CPU time of all threads, and so of collecting garbage and compiling as well. That of one thread, which Linux updates
 * every 4 ms only, is too coarse.
 */
function cpuMsOf(body: Uint8Array, times: number): number {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n++) readMessage(body, context);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

/** A message that grows with a count, as large as a body of that many bytes may be. */
export function filled(of: (count: number) => string, maxBytes: number): Uint8Array {
  const fits = (count: number): boolean => of(count).length <= maxBytes;
  let count = 1;
  while (fits(count * 2)) count *= 2;
  for (let more = count / 2; more >= 1; more /= 2) if (fits(count + more)) count += more;
  return Buffer.from(of(count));
}

/** A quarter of the most that the standard tier takes, and all of it, in KB. */
const SIZES = [64, 256] as const;

/** How long each size is read to tell the time in user mode, which Linux counts in ticks of 4 ms, from that of the system. */
const MIN_USER_MS = 120;
const USER_ROUNDS = 5;

/** The time of a message of 256 KB, and the middle one of its ratios to 64 KB of each round: 4 where it is linear. */
export interface ShapeTime {
  readonly shape: string;
  readonly ms: number;
  readonly ratio: number;
}

/** Messages of one kind, by their shape. */
export type Shapes = Readonly<Record<string, (count: number) => unknown>>;

/** The times of a message in each of its shapes. */
export function shapeTimes(shapes: Shapes): readonly ShapeTime[] {
  return Object.entries(shapes).map(([shape, of]) => ({ shape, ...timeOf(of) }));
}

function timeOf(of: (count: number) => unknown): Omit<ShapeTime, 'shape'> {
  const rounds = roundsOf(bodiesOf(of));
  const ratio = median(rounds.map(([small = 0, large = 0]) => large / small));
  return { ms: median(rounds.map(([, large = 0]) => large)), ratio };
}

/**
 * The ratio of the times in user mode: how the work of the reader grows. Without the time in which the system supplies
 * memory: from 128 KB on V8 gives each text memory of its own, page by page, for every message.
 */
export function ratioOfWork(of: (count: number) => unknown): number {
  const planned = bodiesOf(of).map((body) => ({ body, times: Math.ceil(MIN_USER_MS / cpuMsOf(body, 20)) }));
  const rounds = Array.from({ length: USER_ROUNDS }, () =>
    planned.map(({ body, times }) => userMsOf(body, times)),
  );
  return median(rounds.map(([small = 0, large = 0]) => large / small));
}

function userMsOf(body: Uint8Array, times: number): number {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n++) readMessage(body, context);
  return process.cpuUsage(before).user / 1000 / times;
}

function bodiesOf(of: (count: number) => unknown): readonly Uint8Array[] {
  return SIZES.map((size) => filled((count) => JSON.stringify(of(count)), size * KB));
}
