import type { GraphRequest, GraphResponse } from './graph-api';

/** Something that goes wrong, so many times, for the calls that it fits. */
export interface Fault {
  readonly method?: 'GET' | 'POST';
  /** Found anywhere in the decoded path. */
  readonly path?: string;
  readonly times: number;
  /** `drop`: the connection breaks; `hang`: no answer comes; `hangInBody`: it begins and does not end; else the answer. */
  readonly answer: GraphResponse | 'drop' | 'hang' | 'hangInBody';
  /** Whether the call takes effect all the same, as a call whose answer was lost may. */
  readonly takesEffect?: boolean;
  /** Called when it has gone wrong. */
  readonly onTaken?: () => void;
}

/** Faults to come, in the order in which they were set. */
export class Faults {
  readonly #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** Takes the first fault that fits, once. */
  take(request: GraphRequest): Fault | undefined {
    const path = decodeURIComponent(request.url.pathname);
    const found = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method === undefined || fault.method === request.method) &&
        (fault.path === undefined || path.includes(fault.path)),
    );
    if (found) found.left--;
    return found?.fault;
  }
}
