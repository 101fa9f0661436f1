import type { Clock } from '../ports/clock';

/** Differences up to this, in ms, are left alone: an answer's time has whole seconds, and takes its way. */
const TOLERANCE_MS = 2000;
/** So many answers in a row must agree: one server with a wrong clock moves nothing. */
const ANSWERS = 3;
/** An answer that took longer than this, in ms, says too little of the time. */
const MAX_TOOK_MS = 2000;

/** A clock that follows the clock of a server which all instances of the app use. */
export interface AlignedClock {
  /** The time of the machine, corrected by the difference. */
  readonly clock: Clock;
  /** Takes note of an answer of the server: its `Date` (RFC 9110, section 6.6.1), and how long the call took. */
  readonly heard: (date: string | undefined, tookMs: number) => void;
  /** How far, in ms, the machine is ahead of the server; 0 within the tolerance, undefined while it is not known. */
  readonly aheadMs: () => number | undefined;
  /** What the server's clock has shown in the last answer; undefined before the first. */
  readonly serverTime: () => Date | undefined;
}

/**
 * Corrects the clock of this machine by the clock of the server that stores the ledger. Times that one instance has
 * stored and another compares are then times of one clock.
 */
export function alignedClock(machine: Clock): AlignedClock {
  let last: readonly number[] = [];
  let aheadMs: number | undefined;
  let serverTime: Date | undefined;
  return {
    clock: { ...machine, now: () => new Date(machine.now().getTime() - (aheadMs ?? 0)) },
    heard(date, tookMs) {
      const theirs = Date.parse(date ?? '');
      if (Number.isNaN(theirs)) return;
      serverTime = new Date(theirs);
      if (tookMs > MAX_TOOK_MS) return;
      // In the middle of the call it was, on average, half a second more than the whole seconds of the answer.
      const ours = machine.now().getTime() - tookMs / 2;
      last = [...last, ours - (theirs + 500)].slice(-ANSWERS);
      aheadMs = last.length < ANSWERS ? aheadMs : (agreed(last) ?? aheadMs);
    },
    aheadMs: () => aheadMs,
    serverTime: () => serverTime,
  };
}

/** The difference on which answers agree: 0 if all are within the tolerance. */
function agreed(differences: readonly number[]): number | undefined {
  const sorted = differences.toSorted((one, other) => one - other);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  if (Math.max(Math.abs(least), Math.abs(most)) <= TOLERANCE_MS) return 0;
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return most - least <= TOLERANCE_MS ? Math.round(middle) : undefined;
}
