import type { ApiProblem } from '../api/answer';
import { problem } from '../api/answer';
import { compact } from '../core/compact';
import { GUID } from '../core/guid';
import type { NamedPerson } from '../core/approver';
import type { Dependencies } from './dependencies';
import { lookUpPerson } from './look-up-person';
import { dependenciesIn } from './tenant-dependencies';

/** A user as a caller names them. */
export interface AskedUser {
  readonly name: string;
  /** Absent: the home tenant. */
  readonly tenantId?: string | undefined;
}

export interface FoundUser {
  readonly kind: 'found';
  readonly tenantId: string;
  readonly user: { readonly id: string; readonly userPrincipalName?: string };
}

/**
 * Finds the user whose outcomes a caller asks for. An object id needs no answer of the directory: a user who was deleted has outcomes.
 *
 * @throws Unavailable when the connections cannot be read
 */
export async function findAskedUser(
  app: Dependencies,
  { name, tenantId = app.policy.tenantId }: AskedUser,
): Promise<FoundUser | ApiProblem> {
  const inTenant = await dependenciesIn(app, tenantId);
  if (!inTenant) return problem('notFound', 'No tenant with this id is connected.');
  const { directory, policy } = inTenant;
  const named = await lookUpPerson({ directory, policy }, name);
  if (named.kind === 'person') {
    const { id, userPrincipalName } = named.person;
    return { kind: 'found', tenantId: policy.tenantId, user: compact({ id, userPrincipalName }) };
  }
  return GUID.test(name)
    ? { kind: 'found', tenantId: policy.tenantId, user: { id: name.toLowerCase() } }
    : problemOfName(named);
}

function problemOfName(named: Exclude<NamedPerson, { readonly kind: 'person' }>): ApiProblem {
  if (named.kind === 'later')
    return problem('unavailable', 'The directory cannot be asked now.', { retryAfterS: 15 });
  return named.isFailure
    ? problem('unavailable', `The name ${named.detail} An object id needs no look-up.`)
    : problem('notFound', `The name ${named.detail}. A user who was deleted is found by the object id.`);
}
