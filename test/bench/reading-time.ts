import { readMessage } from '../../shared/alerts/read-message';
import { median } from './statistics';

const context = { fallbackId: 'message-1' };
const ROUNDS = 7;
/** A round reads a message as often as this takes, so that short times can be measured. */
const MIN_ROUND_MS = 8;

/** CPU time in ms of reading one message, of the middle round of several. */
export function cpuMs(body: Uint8Array): number {
  const times = Math.max(1, Math.ceil(MIN_ROUND_MS / Math.max(cpuMsOf(body, 2), 0.01)));
  return median(Array.from({ length: ROUNDS }, () => cpuMsOf(body, times)));
}

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

const LARGE_BYTES = 256 * 1024;
const SMALL_BYTES = 64 * 1024;

/** The time of a message of 256 KB, and its ratio to that of the same message of 64 KB. */
export interface Growth {
  readonly shape: string;
  readonly ms: number;
  readonly ratio: number;
}

/** Messages of one kind, by their shape. */
export type Shapes = Readonly<Record<string, (count: number) => unknown>>;

/** The slowest of several shapes of one message, and the one that grows fastest. */
export function worstOf(shapes: Shapes): { readonly slowest: Growth; readonly fastest: Growth } {
  const found = Object.entries(shapes).map(([shape, of]): Growth => {
    const text = (count: number): string => JSON.stringify(of(count));
    const ms = cpuMs(filled(text, LARGE_BYTES));
    return { shape, ms, ratio: ms / cpuMs(filled(text, SMALL_BYTES)) };
  });
  const [slowest] = found.toSorted((one, other) => other.ms - one.ms);
  const [fastest] = found.toSorted((one, other) => other.ratio - one.ratio);
  if (!slowest || !fastest) throw new Error('There is no shape.');
  return { slowest, fastest };
}
