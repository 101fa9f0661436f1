import type { MembershipFact } from '../../core/facts';
import { digest } from '../../core/ids';
import type { Clock } from '../../ports/clock';
import type { Directory } from '../../ports/directory';

/** How long the memberships of a user are not read again. */
export const MEMBERSHIPS_KEPT_MS = 60_000;
/** Beyond this number the oldest are removed: a process must not grow without bound. */
const MAX_REMEMBERED = 10_000;

/**
 * A directory that remembers memberships for a minute, so that an alert storm about one user causes one read. A user who
 * is added to a protected group may therefore remain unprotected for that minute. What was asked for by another policy does not
 * count, and failures are not remembered.
 */
export function rememberedMemberships(directory: Directory, clock: Clock): Directory {
  const known = new Map<string, { readonly fact: MembershipFact; readonly until: number }>();
  return {
    ...directory,
    async memberships(userId, asked) {
      const now = clock.monotonicMs();
      const key = digest([userId, asked.groups, String(asked.roles)]);
      const remembered = known.get(key);
      if (remembered && remembered.until > now) return remembered.fact;
      const fact = await directory.memberships(userId, asked);
      known.delete(key);
      if (fact.kind === 'read') known.set(key, { fact, until: now + MEMBERSHIPS_KEPT_MS });
      if (known.size > MAX_REMEMBERED) known.delete(known.keys().next().value ?? key);
      return fact;
    },
  };
}
