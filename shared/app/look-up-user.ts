import { detail } from '../core/detail';
import type { ApprovedUser, UserFact } from '../core/facts';
import { oneUser } from '../core/one-user';
import type { UserReference } from '../core/user-reference';
import { referenceKey } from '../core/user-reference';
import type { Directory } from '../ports/directory';

/** No account has more names; an alert that gives one id to many people does. */
const MAX_NAMES = 20;

/**
 * Looks up a user by all names of theirs, the surest first. A name that the directory itself has given the user found is
 * not looked up again.
 *
 * @param isLast whether a user who is not found is looked for among the deleted users as well
 */
export async function lookUpUser(
  directory: Directory,
  names: readonly [UserReference, ...UserReference[]],
  isLast: boolean,
): Promise<UserFact> {
  if (names.length > MAX_NAMES) {
    return { kind: 'ambiguous', detail: detail('tooManyNames', { count: names.length, limit: MAX_NAMES }) };
  }
  const answers: { readonly name: UserReference; readonly fact: UserFact }[] = [];
  const confirmed = new Set<string>();
  for (const name of names) {
    if (confirmed.has(referenceKey(name))) continue;
    const fact = await directory.find(name);
    answers.push({ name, fact });
    if (fact.kind === 'found') fact.names?.forEach((known) => confirmed.add(known));
  }
  const fact = oneUser(answers);
  return fact.kind === 'notFound' && isLast ? deletedUser(directory, names) : fact;
}

/**
 * Looks up the user whom a person was shown and has approved: whom the request names now, and where that is nobody, the
 * user with the object id that was shown, who may have been renamed.
 *
 * @param isLast whether a user who is not found is looked for among the deleted users as well
 */
export async function lookUpApproved(
  directory: Directory,
  name: UserReference,
  { userId }: ApprovedUser,
  isLast: boolean,
): Promise<UserFact> {
  const named = await directory.find(name);
  if (named.kind === 'found') return named;
  const shown: UserReference = { kind: 'id', id: userId };
  const fact = oneUser([
    { name, fact: named },
    { name: shown, fact: await directory.find(shown) },
  ]);
  return fact.kind === 'notFound' && isLast ? deletedUser(directory, [name, shown]) : fact;
}

async function deletedUser(directory: Directory, names: readonly UserReference[]): Promise<UserFact> {
  for (const name of names) {
    const deletedAt = await directory.deletedAt(name);
    if (deletedAt !== undefined) return { kind: 'notFound', deletedAt };
  }
  return { kind: 'notFound' };
}
