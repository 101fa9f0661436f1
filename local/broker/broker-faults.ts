/** A fault between the broker and its clients, which occurs a number of times. */
export interface BrokerFault {
  readonly at: 'send' | 'complete';
  /** The address of the queue or topic. */
  readonly address: string;
  readonly times: number;
  /** `withhold`: the operation takes effect, but is never answered; `reject`: it does not, and is answered with an error. */
  readonly answer: 'withhold' | 'reject';
  /** Called when the fault has occurred. */
  readonly onTaken?: () => void;
}

/** The faults that have not occurred yet, in the order in which they were added. */
export class BrokerFaults {
  readonly #faults: { readonly fault: BrokerFault; left: number }[] = [];

  add(fault: BrokerFault): void {
    this.#faults.push({ fault, left: fault.times });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** Uses up the first fault that matches, once. */
  take(at: BrokerFault['at'], address: string): BrokerFault['answer'] | undefined {
    const found = this.#faults.find(
      ({ fault, left }) =>
        left > 0 && fault.at === at && fault.address.toLowerCase() === address.toLowerCase(),
    );
    if (!found) return undefined;
    found.left--;
    found.fault.onTaken?.();
    return found.fault.answer;
  }
}
