import { compact } from '../core/compact';
import type { Aliases, RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';
import { distinctReferences, referenceKey } from '../core/user-reference';
import type { Identified } from './account';
import type { NamedUser } from './reading';

/**
 * An alert may name one user in several places and ways: two mentions with a name in common are one user, who then has
 * the names of both. Mentions with different object ids are different users, and a name that they have in common is a
 * name of neither: it would lead one of them to the other user.
 */
export function distinctUsers(users: readonly Extract<Identified, { kind: 'user' }>[]): readonly NamedUser[] {
  const [only, another] = users;
  if (only && !another) return namedUser(only, distinctReferences([only.reference, ...only.aliases]));
  const given = users.map(({ path, reference, aliases, firstSeenMs }) => ({
    path,
    names: [reference, ...aliases].map(nameOf),
    firstSeenMs,
  }));
  const contested = contestedNames(given);
  const byName = new Map<string, Mention>();
  /** Mentions that may be of several users, by their surest names. */
  const unclear = new Map<string, Mention>();
  const mentions: Mention[] = [];
  // Mentions with more names come first, so that a mention with fewer names of the same user is recognized.
  for (const { path, names, firstSeenMs } of given.toSorted(byCertainty)) {
    const sure = names.filter(({ key }) => !contested.has(key));
    const found = (hasId(names) ? sure : names).flatMap(({ key }) => byName.get(key) ?? []);
    const known = onlyOne(found) ?? (found.length > 0 ? unclear.get(surestOf(names)) : undefined);
    const mention: Mention = known ?? { path, names: [], firstSeenMs };
    if (!known) mentions.push(mention);
    if (!known && found.length > 0) unclear.set(surestOf(names), mention);
    const added = hasId(names) || hasId(mention.names) ? sure : names;
    mention.names.push(...added);
    mention.firstSeenMs = earlier(mention.firstSeenMs, firstSeenMs);
    for (const { key } of added) if (!byName.has(key)) byName.set(key, mention);
  }
  return mentions.flatMap((mention) => namedUser(mention, distinct(mention.names)));
}

/** A name, and the key by which it is compared. */
interface Name {
  readonly key: string;
  readonly reference: UserReference;
}

interface Mention {
  readonly path: string;
  readonly names: Name[];
  firstSeenMs: number | undefined;
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

function nameOf(reference: UserReference): Name {
  return { key: referenceKey(reference), reference };
}

/** What has an id first, then what has more names. */
function byCertainty(one: Mention, other: Mention): number {
  return Number(hasId(other.names)) - Number(hasId(one.names)) || other.names.length - one.names.length;
}

/** The first mention; none where they are of users with different ids, of whom the name that is looked for is either. */
function onlyOne(mentions: readonly Mention[]): Mention | undefined {
  const withId = new Set(mentions.filter(({ names }) => hasId(names)));
  return withId.size > 1 ? undefined : ([...withId][0] ?? mentions[0]);
}

/** The keys of names that mentions with different ids have in common. */
function contestedNames(mentions: readonly Mention[]): ReadonlySet<string> {
  const owners = new Map<string, ReadonlySet<string>>();
  const contested = new Set<string>();
  for (const { names } of mentions) {
    const ids = new Set(names.filter(isId).map(({ key }) => key));
    if (ids.size === 0) continue;
    for (const { key } of names.filter((name) => !isId(name))) {
      const owner = owners.get(key);
      if (owner && ![...ids].some((id) => owner.has(id))) contested.add(key);
      owners.set(key, owner ?? ids);
    }
  }
  return contested;
}

const isId = ({ reference }: Name): boolean => reference.kind === 'id';
const hasId = (names: readonly Name[]): boolean => names.some(isId);

function distinct(names: readonly Name[]): readonly UserReference[] {
  const byKey = new Map<string, UserReference>();
  for (const { key, reference } of names) if (!byKey.has(key)) byKey.set(key, reference);
  return [...byKey.values()];
}

function namedUser(
  { path, firstSeenMs }: Pick<Identified, 'path'> & { readonly firstSeenMs?: number | undefined },
  [reference, ...others]: readonly UserReference[],
): NamedUser[] {
  const aliases = others.toSorted((one, other) => SURENESS[one.kind] - SURENESS[other.kind]);
  return reference ? [compact({ path, reference, aliases, firstSeenMs })] : [];
}

/** The key of the name by which a request names a user. */
function surestOf(names: readonly Name[]): string {
  const [surest] = names.toSorted(
    (one, other) => SURENESS[one.reference.kind] - SURENESS[other.reference.kind],
  );
  return surest?.key ?? '';
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

/** When activity of users was first seen, by the keys of the same references; undefined where no alert says it of single users. */
export function firstSeenBy(users: readonly NamedUser[]): RevocationRequest['firstSeen'] {
  const entries = users.flatMap(({ reference, firstSeenMs }) =>
    firstSeenMs === undefined
      ? []
      : [[referenceKey(reference), new Date(firstSeenMs).toISOString()] as const],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
