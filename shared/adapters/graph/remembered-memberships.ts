import type { MembershipFact } from '../../core/facts';
import type { Clock } from '../../ports/clock';
import type { Directory } from '../../ports/directory';

/** How long the memberships of a user are not read again. */
export const MEMBERSHIPS_KEPT_MS = 60_000;
/** Beyond this number of users the oldest is removed: a process must not grow without bound. */
const MAX_USERS = 10_000;

/**
 * A directory that remembers memberships for a minute, so that an alert storm about one user causes one read. A user who
 * is added to a protected group may therefore remain unprotected for that minute. Failures are not remembered.
 */
export function rememberedMemberships(directory: Directory, clock: Clock): Directory {
  const known = new Map<string, { readonly fact: MembershipFact; readonly until: number }>();
  return {
    ...directory,
    async memberships(userId, asked) {
      const now = clock.monotonicMs();
      const remembered = known.get(userId);
      if (remembered && remembered.until > now) return remembered.fact;
      const fact = await directory.memberships(userId, asked);
      known.delete(userId);
      if (fact.kind === 'read') known.set(userId, { fact, until: now + MEMBERSHIPS_KEPT_MS });
      if (known.size > MAX_USERS) known.delete(known.keys().next().value ?? userId);
      return fact;
    },
  };
}
