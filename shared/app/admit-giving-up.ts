import type { ApiProblem } from '../api/answer';
import { problem } from '../api/answer';
import type { Containment } from '../core/containment';
import type { Person } from '../core/person';
import { isSamePerson } from '../core/person';
import { otherAccounts } from './admit-decider';
import { openContainmentOf } from './admit-proven';
import type { Dependencies } from './dependencies';
import { dependenciesIn } from './tenant-dependencies';

/** An operator, by the account that a token has proven, and by the name of the directory. */
export interface Operator {
  readonly by: string;
  readonly person: Person;
}

/**
 * Why an operator may not give a containment up; undefined: they may. As for restores, nobody decides on what was done to themselves, by
 * whichever account, and nobody who is contained for a proven sender decides on anybody.
 *
 * @throws Unavailable when the ledger is
 */
export async function denialOfGivingUp(
  app: Dependencies,
  { by, person }: Operator,
  { tenantId, user: { id } }: Pick<Containment, 'tenantId' | 'user'>,
): Promise<ApiProblem | undefined> {
  const inTenant = (await dependenciesIn(app, tenantId)) ?? app;
  const accounts = [
    { kind: 'person', person } as const,
    ...(await otherAccounts(inTenant, by, person)),
  ] as const;
  if (accounts.some(({ kind }) => kind === 'later'))
    return problem('unavailable', 'The directory cannot be asked now.', { retryAfterS: 15 });
  if (accounts.some((one) => one.kind === 'person' && isSamePerson(one.person, { tenantId, id })))
    return problem('notAllowed', 'The caller cannot give up: the containment is of their own account.');
  const own = await openContainmentOf(inTenant, accounts);
  return own
    ? problem('notAllowed', `The caller cannot give up: their account is contained (${own.requestId}).`)
    : undefined;
}
