/** The time of this machine. */
export interface Clock {
  now(): Date;
  /** Milliseconds from an arbitrary start that never jump: for durations. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Repeats some work every `ms` milliseconds. Returns a function that stops it. */
  every(ms: number, work: () => void): () => void;
}
