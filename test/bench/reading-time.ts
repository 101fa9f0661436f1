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

/** Sizes of a message in KB, of which the second is four times the first. */
export type Sizes = readonly [number, number];

/** The most that the standard tier takes, and a quarter of it. */
const STANDARD: Sizes = [64, 256];
/** Sizes that are both below, and both above, 128 KB: there V8 begins to give each text memory of its own. */
const WITHOUT_STEP: readonly Sizes[] = [
  [16, 64],
  [128, 512],
];

/** How the time of a message grows with its size: 4 where it is linear. */
export interface Growth {
  readonly sizes: Sizes;
  /** The middle one of the ratios of each round. */
  readonly ratio: number;
}

/** The time of a message of 256 KB, and its growth from 64 KB. */
export interface ShapeTime {
  readonly shape: string;
  readonly ms: number;
  readonly growth: Growth;
}

/** Messages of one kind, by their shape. */
export type Shapes = Readonly<Record<string, (count: number) => unknown>>;

/** The times of a message in each of its shapes. */
export function shapeTimes(shapes: Shapes): readonly ShapeTime[] {
  return Object.entries(shapes).map(([shape, of]) => ({ shape, ...timeOf(of, STANDARD) }));
}

/** The growth of a message below and above the step. */
export function growthWithoutStep(of: (count: number) => unknown): readonly Growth[] {
  return WITHOUT_STEP.map((sizes) => timeOf(of, sizes).growth);
}

function timeOf(
  of: (count: number) => unknown,
  sizes: Sizes,
): { readonly ms: number; readonly growth: Growth } {
  const rounds = roundsOf(sizes.map((size) => filled((count) => JSON.stringify(of(count)), size * KB)));
  const ratio = median(rounds.map(([small = 0, large = 0]) => large / small));
  return { ms: median(rounds.map(([, large = 0]) => large)), growth: { sizes, ratio } };
}
