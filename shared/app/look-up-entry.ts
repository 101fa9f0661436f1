import type { UserFact } from '../core/facts';
import { GUID } from '../core/guid';
import type { EntryState, ProtectedEntry } from '../core/protected-entry';
import type { UserReference } from '../core/user-reference';
import type { Directory } from '../ports/directory';

/** What an entry leads to. */
export interface Found {
  readonly state: EntryState;
  readonly ids: readonly string[];
}

/**
 * Looks up an entry of the policy's `protected`. Undefined when the directory did not answer.
 *
 * @param earlierIds the ids that a user's entry has led to before; those that still exist make it ambiguous
 */
export async function lookUpEntry(
  directory: Directory,
  { kind, entry }: ProtectedEntry,
  earlierIds: readonly string[],
): Promise<Found | undefined> {
  if (kind === 'user') return lookUpUserEntry(directory, entry, earlierIds);
  const fact = await directory.exists({ kind, id: entry });
  switch (fact.kind) {
    case 'exists':
      return { state: 'resolved', ids: [entry] };
    case 'notFound':
      return { state: 'notFound', ids: [] };
    case 'unreadable':
      return undefined;
  }
}

async function lookUpUserEntry(
  directory: Directory,
  entry: string,
  earlierIds: readonly string[],
): Promise<Found | undefined> {
  const fact = await directory.find(referenceOf(entry));
  const ids = idsOf(fact);
  if (!ids) return undefined;
  if (fact.kind === 'notAUser') return { state: 'notAUser', ids };
  if (fact.kind === 'ambiguous') return { state: 'several', ids };
  let others = 0;
  for (const id of earlierIds.filter((one) => !ids.includes(one))) {
    const other = await directory.find({ kind: 'id', id });
    if (other.kind === 'lookupFailed') return undefined;
    if (other.kind === 'found') others++;
  }
  if (ids.length + others > 1) return { state: 'several', ids };
  if (ids.length === 1) return { state: 'resolved', ids };
  return { state: others === 1 ? 'renamed' : 'notFound', ids };
}

/** The ids that a look-up found, in lower case; undefined when it did not find out. */
function idsOf(fact: UserFact): readonly string[] | undefined {
  switch (fact.kind) {
    case 'found':
      return [fact.user.id.toLowerCase()];
    case 'ambiguous':
      return (fact.userIds ?? []).map((id) => id.toLowerCase());
    case 'notFound':
    case 'notAUser':
      return [];
    case 'lookupFailed':
      // No account can have a name that the directory calls malformed.
      return fact.failure.kind === 'badRequest' ? [] : undefined;
  }
}

function referenceOf(entry: string): UserReference {
  return GUID.test(entry)
    ? { kind: 'id', id: entry }
    : { kind: 'userPrincipalName', userPrincipalName: entry };
}
