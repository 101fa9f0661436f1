import { detail } from './detail';
import type { UserFact } from './facts';
import { isTransient } from './retry-later';
import type { UserReference } from './user-reference';
import { referenceText } from './user-reference';

/** What looking up one name of an account returned. */
export interface NameAnswer {
  readonly name: UserReference;
  readonly fact: UserFact;
}

/**
 * The one user to whom the names of an account lead. A name that leads to nobody, or to several users, does not count
 * against one that leads to a user; two names that lead to different objects do, as does a look-up that may yet lead to
 * another user.
 */
export function oneUser(answers: readonly NameAnswer[]): UserFact {
  const objects = answers.filter(({ fact }) => fact.kind === 'found' || fact.kind === 'notAUser');
  const [first] = objects;
  const other = first && objects.find((one) => idOf(one) !== idOf(first));
  if (first && other) {
    const [one, two] = [described(first), described(other)];
    return { kind: 'ambiguous', detail: detail('namesDiffer', { one, two }) };
  }
  const facts = answers.map(({ fact }) => fact);
  const pending = facts.find((fact) => fact.kind === 'lookupFailed' && isTransient(fact.failure));
  return (
    pending ??
    first?.fact ??
    facts.find(({ kind }) => kind === 'lookupFailed') ??
    facts.find(({ kind }) => kind === 'ambiguous') ?? { kind: 'notFound' }
  );
}

/** What is not a user is only found by its id. */
function idOf({ name, fact }: NameAnswer): string {
  return (fact.kind === 'found' ? fact.user.id : referenceText(name)).toLowerCase();
}

function described({ name, fact }: NameAnswer): string {
  const object =
    fact.kind === 'found'
      ? (fact.user.userPrincipalName ?? fact.user.id)
      : fact.kind === 'notAUser'
        ? fact.objectType
        : '';
  const text = referenceText(name);
  return text.toLowerCase() === object.toLowerCase() ? text : `${text} (${object})`;
}
