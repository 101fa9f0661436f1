import type { ApiProblem } from '../api/answer';
import { problem } from '../api/answer';
import { personOf } from '../core/approver';
import type { Caller } from '../core/caller';
import { challengeOf } from '../core/fresh-sign-in';
import type { Person } from '../core/person';
import { concernOf } from './admit-proven';
import type { Deciding } from './decide-for-caller';
import { signInAgain } from './decide-for-caller';
import { personsConcerned } from './persons-concerned';

/** A person who may change something as an operator, by the name of the directory if it answers. */
export type AdmittedOperator =
  { readonly kind: 'admitted'; readonly by: string; readonly person: Person } | ApiProblem;

/**
 * Checks whether a person whose role suffices may operate now: they have signed in lately, their account exists, is not disabled, and
 * is not named by a pending request of a proven sender.
 *
 * @param unknown what becomes of a person whom the directory cannot look up now
 * @throws Unavailable when the ledger is
 */
export async function admitOperator(
  { app, authorizationUri }: Deciding,
  caller: Caller,
  unknown: 'admitted' | 'refused',
): Promise<AdmittedOperator> {
  const { policy, directory, clock } = app;
  const { tenantId, objectId: id } = caller;
  const early = challengeOf(caller, policy.approvals, clock.now());
  if (early) return signInAgain(early, authorizationUri);
  const [fact, suspects] = await Promise.all([directory.find({ kind: 'id', id }), personsConcerned(app)]);
  const named = personOf(fact, tenantId);
  const person = { tenantId, id };
  const concern = concernOf([{ kind: 'person', person }], suspects);
  if (concern !== undefined) return problem('notAllowed', `The caller cannot operate: ${concern}.`);
  const isUnknown = named.kind === 'later' || (named.kind === 'nobody' && named.isFailure === true);
  if (isUnknown) {
    return unknown === 'admitted'
      ? { kind: 'admitted', by: id, person }
      : problem('unavailable', 'The directory cannot be asked now.', { retryAfterS: 15 });
  }
  if (named.kind !== 'person') {
    return problem('notAllowed', 'The caller cannot operate: the directory has no such account.');
  }
  if (named.isDisabled) return problem('notAllowed', 'The caller cannot operate: the account is disabled.');
  const validFrom = fact.kind === 'found' ? fact.user.sessionsValidFrom : undefined;
  const late = challengeOf(caller, policy.approvals, clock.now(), validFrom);
  return late
    ? signInAgain(late, authorizationUri)
    : { kind: 'admitted', by: named.person.userPrincipalName ?? id, person: named.person };
}
