import { detail } from '../core/detail';
import type { UserFact } from '../core/facts';
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

async function deletedUser(directory: Directory, names: readonly UserReference[]): Promise<UserFact> {
  for (const name of names) {
    const deletedAt = await directory.deletedAt(name);
    if (deletedAt !== undefined) return { kind: 'notFound', deletedAt };
  }
  return { kind: 'notFound' };
}
