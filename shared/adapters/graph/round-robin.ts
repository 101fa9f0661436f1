/**
 * Values that wait, by shares of several levels. At every level the shares take turns, so that none of them gets more than
 * another, however many values it has; the values of one share come in the order in which they were added.
 */
export class RoundRobin<Value extends object> {
  readonly #shares = new Map<string, RoundRobin<Value>>();
  #values: readonly Value[] = [];

  isEmpty(): boolean {
    return this.#values.length === 0 && this.#shares.size === 0;
  }

  /** @param share its names, the widest first */
  add([name, ...narrower]: readonly string[], value: Value): void {
    if (name === undefined) {
      this.#values = [...this.#values, value];
      return;
    }
    const share = this.#shares.get(name) ?? new RoundRobin<Value>();
    share.add(narrower, value);
    this.#shares.set(name, share);
  }

  /** Removes the next value and returns it; undefined when none waits. */
  next(): Value | undefined {
    const [first, ...others] = this.#values;
    if (first) {
      this.#values = others;
      return first;
    }
    for (const [name, share] of this.#shares) {
      const value = share.next();
      this.#shares.delete(name);
      if (!share.isEmpty()) this.#shares.set(name, share);
      return value;
    }
    return undefined;
  }

  /** Removes the values for which this holds, and returns them. */
  remove(holds: (value: Value) => boolean): readonly Value[] {
    const removed = this.#values.filter(holds);
    this.#values = this.#values.filter((value) => !holds(value));
    return [
      ...removed,
      ...[...this.#shares].flatMap(([name, share]) => this.#removeFrom(name, share, holds)),
    ];
  }

  #removeFrom(name: string, share: RoundRobin<Value>, holds: (value: Value) => boolean): readonly Value[] {
    const removed = share.remove(holds);
    if (share.isEmpty()) this.#shares.delete(name);
    return removed;
  }
}
