import type { ApprovalRequest } from '../core/approval';
import type { NamedPerson } from '../core/approver';
import type { Person } from '../core/person';
import { denialOfDecider, isListed } from '../core/approver';
import { isSamePerson } from '../core/person';
import { approvalPolicyOf } from '../core/quorum';
import type { BackendFailure } from '../core/backend-failure';
import { compact } from '../core/compact';
import type { MessageHistory } from '../messages/message-history';
import type { Retry } from './answer';
import { retryWithoutEnd } from './answer';
import type { Dependencies } from './dependencies';
import { inParallel } from './in-parallel';
import { lookUpAtHome, lookUpPerson } from './look-up-person';

const MAX_PARALLEL_LOOKUPS = 8;

/** Whether somebody may decide. */
export type Admission =
  /** `person`: who the directory says it is. */
  | { readonly kind: 'admitted'; readonly person?: Person }
  | { readonly kind: 'denied'; readonly detail: string }
  /** The directory cannot say it now, and nothing is decided before it does. */
  | Retry;

/**
 * Checks whether the person who is named on a decision may decide: at all, and on this request if one is given. Persons
 * are compared as users of the directory, whatever they are called.
 */
export async function admitDecider(
  dependencies: Dependencies,
  { attempts }: Pick<MessageHistory, 'attempts'>,
  by: string,
  approval?: ApprovalRequest,
): Promise<Admission> {
  const named = await lookUpPerson(dependencies, by);
  if (named.kind === 'later') return retryWithoutEnd(named.failure, attempts, dependencies);
  if (named.kind === 'nobody') return { kind: 'denied', detail: named.detail };
  const others = approval ? await otherAccounts(dependencies, by, named.person) : [];
  return admitPerson(dependencies, { by, accounts: [named, ...others], attempts }, approval);
}

/** A person who is known, by all of their accounts, the one that decides first. */
export interface Decider {
  /** How outcomes call them. */
  readonly by: string;
  readonly accounts: readonly [Extract<NamedPerson, { readonly kind: 'person' }>, ...NamedPerson[]];
  /** Earlier tries of the message that brings the decision. */
  readonly attempts: number;
}

/** Checks whether a person of a directory may decide: at all, and on this request if one is given. */
export async function admitPerson(
  dependencies: Dependencies,
  { by, accounts, attempts }: Decider,
  approval?: ApprovalRequest,
): Promise<Admission> {
  const later = (failure: BackendFailure): Retry => retryWithoutEnd(failure, attempts, dependencies);
  const [{ person, isDisabled }] = accounts;
  if (isDisabled) return { kind: 'denied', detail: `${by} is a disabled account, which cannot decide` };
  const listed = await isApprover(dependencies, person);
  if (typeof listed !== 'boolean') return later(listed);
  if (!listed) return { kind: 'denied', detail: `${by} is not one of the approvers that policy names` };
  if (approval === undefined) return { kind: 'admitted', person };
  const { proof } = approvalPolicyOf(dependencies.policy, approval);
  // A proven person who asks for a restore has voted for it by asking.
  const mayBeRequester = approval.restore !== undefined && proof === 'required';
  const requesters = mayBeRequester ? [undefined] : await requestersOf(dependencies, approval);
  const unknown = [...accounts, ...requesters].find((one) => one?.kind === 'later');
  if (unknown?.kind === 'later') return later(unknown.failure);
  // A person may have an account here and one in the home tenant.
  const denials = accounts.flatMap((one) =>
    one.kind === 'person'
      ? requesters.map((requester) =>
          denialOfDecider(compact({ by, approver: one.person, requester, mayBeRequester }), approval),
        )
      : [],
  );
  const denial = denials.find((found) => found !== undefined);
  return denial === undefined ? { kind: 'admitted', person } : { kind: 'denied', detail: denial };
}

/** The accounts that the person has beside the one that was found: at home, or here, under the name that they have at home. */
export async function otherAccounts(
  dependencies: Dependencies,
  by: string,
  { tenantId, userPrincipalName }: Person,
): Promise<readonly NamedPerson[]> {
  const isOfHome = tenantId.toLowerCase() !== dependencies.policy.tenantId.toLowerCase();
  return isOfHome && userPrincipalName !== undefined
    ? [await lookUpPerson(dependencies, userPrincipalName)]
    : lookUpAtHome(dependencies, by);
}

/** The accounts of the person who is named as the requester; one that is undefined when nobody is. */
export async function requestersOf(
  dependencies: Dependencies,
  { request: { requestedBy } }: ApprovalRequest,
): Promise<readonly (NamedPerson | undefined)[]> {
  return requestedBy === undefined
    ? [undefined]
    : [await lookUpPerson(dependencies, requestedBy), ...(await lookUpAtHome(dependencies, requestedBy))];
}

/** Whether policy lets a person approve; a failure of the directory if that depends on its answer. */
async function isApprover(dependencies: Dependencies, person: Person): Promise<boolean | BackendFailure> {
  const { approvers } = dependencies.policy.confirmation;
  if (approvers === undefined || isListed(approvers, person)) return true;
  // Policy may name a person by another of their addresses.
  const named = await inParallel(approvers, MAX_PARALLEL_LOOKUPS, (name) => lookUpPerson(dependencies, name));
  if (named.some((one) => one.kind === 'person' && isSamePerson(one.person, person))) return true;
  return named.find((one) => one.kind === 'later')?.failure ?? false;
}
