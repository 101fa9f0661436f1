import { rememberedTokenLifetimes } from '../../shared/adapters/remembered-token-lifetimes';
import type { TokenLife } from '../../shared/core/token-life';
import { longestTokenLife } from '../../shared/core/token-lifetime-policy';
import type { Clock } from '../../shared/ports/clock';
import type { TokenLifetimes } from '../../shared/ports/token-lifetimes';

export interface InMemoryTokenLifetimes extends TokenLifetimes {
  /** The definitions of the tenant's policies, one a policy. */
  readonly definitions: string[];
  /** Set: reading them has this result in place of what the policies state. */
  answer?: TokenLife | undefined;
}

/** The twin of the token lifetime policies of a tenant: none at first, and not read yet. */
export function inMemoryTokenLifetimes(clock: Clock): InMemoryTokenLifetimes {
  const definitions: string[] = [];
  const twin: InMemoryTokenLifetimes = {
    definitions,
    ...rememberedTokenLifetimes(
      () =>
        Promise.resolve(
          twin.answer ?? longestTokenLife(definitions.map((definition) => ({ definition: [definition] }))),
        ),
      clock,
    ),
  };
  return twin;
}
