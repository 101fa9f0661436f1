import type { Message } from 'rhea';
import { subscriptionFilter } from './subscription-filter';
import type { Filter } from './topology';

/** A rule of a subscription. */
export interface Rule {
  readonly name: string;
  readonly filter: Filter;
  readonly createdAt: number;
}

/** The rule that a new subscription has. */
const DEFAULT_RULE = '$Default';

/** The rules of a subscription, by name. A message that matches several of them is delivered once. */
export class SubscriptionRules {
  readonly #rules = new Map<string, Rule & { readonly takes: (message: Message) => boolean }>();

  constructor(filter: Filter = { sql: '1=1' }) {
    this.add(DEFAULT_RULE, filter);
  }

  match(message: Message): boolean {
    return [...this.#rules.values()].some(({ takes }) => takes(message));
  }

  all(): readonly Rule[] {
    return [...this.#rules.values()];
  }

  /** Returns false when there is a rule of this name. Throws when its filter does not follow the grammar. */
  add(name: string, filter: Filter): boolean {
    if (this.#rules.has(name.toLowerCase())) return false;
    const takes = subscriptionFilter(filter);
    this.#rules.set(name.toLowerCase(), { name, filter, createdAt: Date.now(), takes });
    return true;
  }

  /** Returns false when there is no rule of this name. */
  remove(name: string): boolean {
    return this.#rules.delete(name.toLowerCase());
  }
}
