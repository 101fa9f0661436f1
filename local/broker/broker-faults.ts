/** Something that goes wrong between the broker and its clients, so many times. */
export interface BrokerFault {
  readonly at: 'send' | 'complete';
  /** Of the queue or topic. */
  readonly address: string;
  readonly times: number;
  /** `withhold`: it takes effect, but its answer never comes; `refuse`: it does not, and the answer says so. */
  readonly answer: 'withhold' | 'refuse';
  /** Called when it has gone wrong. */
  readonly onTaken?: () => void;
}

/** Faults to come, in the order in which they were set. */
export class BrokerFaults {
  readonly #faults: { readonly fault: BrokerFault; left: number }[] = [];

  add(fault: BrokerFault): void {
    this.#faults.push({ fault, left: fault.times });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** Takes the first fault that fits, once. */
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
