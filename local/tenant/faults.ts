import type { GraphRequest, GraphResponse } from './graph-api';

/** A fault, which occurs a number of times, for the calls that match. */
export interface Fault {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Matches anywhere in the decoded path. */
  readonly path?: string;
  readonly times: number;
  /** `drop`: the connection breaks; `hang`: there is no answer; `hangInBody`: the answer does not end; else the answer. */
  readonly answer: GraphResponse | 'drop' | 'hang' | 'hangInBody';
  /** Whether the call still takes effect, as a call whose answer is lost may. */
  readonly takesEffect?: boolean;
  /** Called when the fault has occurred. */
  readonly onTaken?: () => void;
}

/** The faults that have not occurred yet, in the order in which they were added. */
export class Faults {
  readonly #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** Uses up the first fault that matches, once. */
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
