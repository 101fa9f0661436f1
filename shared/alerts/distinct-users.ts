import type { Aliases } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { distinctReferences, referenceKey } from '../core/user-reference';
import type { Identified } from './account';
import type { NamedUser } from './reading';

/**
 * An alert may name one user in several places and ways: two mentions with a name in common are one user, who then has
 * the names of both.
 */
export function distinctUsers(users: readonly Extract<Identified, { kind: 'user' }>[]): readonly NamedUser[] {
  const byName = new Map<string, Mention>();
  const mentions: Mention[] = [];
  // Mentions with more names come first, so that a mention with fewer names of the same user is recognized.
  for (const { path, reference, aliases } of users.toSorted(
    (one, other) => other.aliases.length - one.aliases.length,
  )) {
    const names = [reference, ...aliases];
    const known = names.map((name) => byName.get(referenceKey(name))).find((mention) => mention);
    const mention = known ?? { path, names: [] };
    if (!known) mentions.push(mention);
    mention.names.push(...names);
    for (const name of names) {
      const key = referenceKey(name);
      if (!byName.has(key)) byName.set(key, mention);
    }
  }
  return mentions.flatMap(namedUser);
}

interface Mention {
  readonly path: string;
  readonly names: UserReference[];
}

function namedUser({ path, names }: Mention): NamedUser[] {
  const [reference, ...others] = distinctReferences(names);
  const aliases = others.toSorted((one, other) => SURENESS[one.kind] - SURENESS[other.kind]);
  return reference ? [{ path, reference, aliases }] : [];
}

const SURENESS: Readonly<Record<UserReference['kind'], number>> = {
  id: 0,
  userPrincipalName: 1,
  sid: 2,
  samAccountName: 3,
};

/** The further names of users, by the keys of the references that a request names them by. */
export function aliasesOf(users: readonly NamedUser[]): Aliases | undefined {
  const entries = users.flatMap(({ reference, aliases }) =>
    aliases.length === 0 ? [] : [[referenceKey(reference), aliases] as const],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
