/** Work at times of its own: time passes from one to the next. */
export interface EventQueue {
  readonly now: () => number;
  /** Does the work after so many ms. */
  after(ms: number, work: () => void): void;
  /** Lets time pass until this holds, or nothing is left to do. */
  pass(isOver: () => boolean): void;
}

interface Event {
  readonly at: number;
  readonly n: number;
  readonly work: () => void;
}

/** A queue of events in whole milliseconds; those of the same time come in the order in which they were added. */
export function eventQueue(): EventQueue {
  const heap: Event[] = [];
  let [now, count] = [0, 0];
  const isBefore = (one = 0, other = 0): boolean => {
    const [a, b] = [heap[one], heap[other]];
    return a !== undefined && b !== undefined && (a.at - b.at || a.n - b.n) < 0;
  };
  const swap = (one: number, other: number): void => {
    const [a, b] = [heap[one], heap[other]];
    if (a && b) [heap[one], heap[other]] = [b, a];
  };
  const rise = (place: number): void => {
    const parent = (place - 1) >> 1;
    if (place === 0 || !isBefore(place, parent)) return;
    swap(place, parent);
    rise(parent);
  };
  const sink = (place: number): void => {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    const child = isBefore(right, left) ? right : left;
    if (!isBefore(child, place)) return;
    swap(place, child);
    sink(child);
  };
  const next = (): Event | undefined => {
    swap(0, heap.length - 1);
    const first = heap.pop();
    sink(0);
    return first;
  };
  return {
    now: () => now,
    after: (ms, work) => {
      heap.push({ at: now + Math.max(1, Math.ceil(ms)), n: count++, work });
      rise(heap.length - 1);
    },
    pass: (isOver) => {
      while (!isOver()) {
        const event = next();
        if (!event) return;
        now = event.at;
        event.work();
      }
    },
  };
}
