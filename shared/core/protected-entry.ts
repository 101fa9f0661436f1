import { GUID } from './guid';
import type { Accounts } from './policy';
import type { Suspicion } from './suspicious-name';
import { suspicionOf } from './suspicious-name';

/** One entry of the policy's `protected`. */
export interface ProtectedEntry {
  readonly kind: 'user' | 'group' | 'role';
  /** The id or name, as the policy holds it. */
  readonly entry: string;
  /** Where the policy has it, `protected.users[0]`: names the entry in logs and reports, without personal data. */
  readonly path: string;
}

/**
 * What the directory answered for an entry.
 *
 * - `resolved`: it leads to one object
 * - `notFound`: to none, or to a deleted one
 * - `renamed`: to none, but an account that it has led to before exists: it stays protected
 * - `several`: to several accounts, at once or one after the other
 * - `notAUser`: to an object without user sessions
 */
export const entryStates = ['resolved', 'notFound', 'renamed', 'several', 'notAUser'] as const;
export type EntryState = (typeof entryStates)[number];

/** What is known of an entry; shared by all instances of the app. */
export interface KnownEntry extends Pick<ProtectedEntry, 'kind' | 'entry'> {
  /** Every object id that the entry has led to, in lower case. */
  readonly ids: readonly string[];
  readonly state: EntryState;
  /** When the directory answered, RFC 3339. */
  readonly checkedAt: string;
}

/** Why an entry does not protect what it seems to protect. */
export type EntryProblem = { readonly kind: Exclude<EntryState, 'resolved'> } | Suspicion;

/** The entries of a policy, in its order. */
export function protectedEntries({ users, groups, roles }: Accounts): readonly ProtectedEntry[] {
  const of = (kind: ProtectedEntry['kind'], list: string, entries: readonly string[]) =>
    entries.map((entry, n) => ({ kind, entry, path: `protected.${list}[${String(n)}]` }));
  return [...of('user', 'users', users), ...of('group', 'groups', groups), ...of('role', 'roles', roles)];
}

/** Whether an entry names a user otherwise than by object id: only the directory knows whom it means. */
export function protectsByName({ users }: Pick<Accounts, 'users'>): boolean {
  return users.some((user) => !GUID.test(user));
}

/** Why an entry does not protect what it seems to; undefined when it does, or when nothing is known of it yet. */
export function problemOf(
  { kind, entry }: ProtectedEntry,
  known: KnownEntry | undefined,
): EntryProblem | undefined {
  const suspicion = kind === 'user' ? suspicionOf(entry) : undefined;
  if (suspicion) return suspicion;
  return known && known.state !== 'resolved' ? { kind: known.state } : undefined;
}

/** What is known of an entry, among all that is known. */
export function knownOf(
  { kind, entry }: Pick<ProtectedEntry, 'kind' | 'entry'>,
  known: readonly KnownEntry[],
): KnownEntry | undefined {
  return known.find((one) => one.kind === kind && one.entry === entry);
}

/** The entry of the policy that has led to this user at any time. */
export function entryThatLedTo(
  userId: string,
  known: readonly KnownEntry[],
  { users }: Pick<Accounts, 'users'>,
): string | undefined {
  const id = userId.toLowerCase();
  return users.find((entry) => knownOf({ kind: 'user', entry }, known)?.ids.includes(id));
}

/** What is known of an entry once another look-up has answered: no id is forgotten. */
export function withEarlierIds(found: KnownEntry, earlier: KnownEntry | undefined): KnownEntry {
  return { ...found, ids: [...new Set([...(earlier?.ids ?? []), ...found.ids])].slice(0, MAX_IDS) };
}

/** Far more accounts than a name leads to in a lifetime, and few enough for one column of the ledger. */
const MAX_IDS = 500;
