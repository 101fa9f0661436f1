import type { UserFact } from './facts';
import { foldedName } from './folded-name';
import { isTransient } from './retry-later';
import type { BackendFailure } from './backend-failure';
import type { ApprovalRequest } from './approval';
import { writeDetail } from './detail';
import type { Person } from './person';
import { isSamePerson } from './person';
import { senderOfCaller } from './received-by';

/** Whom the name of a person leads to. */
export type NamedPerson =
  | {
      readonly kind: 'person';
      readonly person: Person;
      /** Nobody can sign in with the account. */
      readonly isDisabled?: true;
    }
  /** The name leads to nobody; `detail` says why. */
  | {
      readonly kind: 'nobody';
      readonly detail: string;
      /** The directory will not say it, however often it is asked. */
      readonly isFailure?: true;
    }
  /** The directory cannot say it now. */
  | { readonly kind: 'later'; readonly failure: BackendFailure };

/** Reads what the directory answered for the name of a person; undefined: the name is not one of a user. */
export function personOf(fact: UserFact | undefined, tenantId: string): NamedPerson {
  switch (fact?.kind) {
    case undefined:
    case 'notFound':
      return {
        kind: 'nobody',
        detail:
          'leads to no user of this tenant: give a user principal name, an object id, a SID or DOMAIN\\name',
      };
    case 'ambiguous':
      return { kind: 'nobody', detail: 'may lead to several users of this tenant: give an object id' };
    case 'notAUser':
      return { kind: 'nobody', detail: `is a ${fact.objectType}: only a person can decide` };
    case 'lookupFailed':
      return isTransient(fact.failure)
        ? { kind: 'later', failure: fact.failure }
        : {
            kind: 'nobody',
            detail: `could not be looked up: ${writeDetail(fact.failure.detail)}`,
            isFailure: true,
          };
    case 'found': {
      const { id, userPrincipalName } = fact.user;
      return {
        kind: 'person',
        person: { tenantId, id, ...(userPrincipalName !== undefined && { userPrincipalName }) },
        ...(fact.isDisabled && { isDisabled: true }),
      };
    }
  }
}

/** Whether a list of user principal names and object ids names a person by what the directory calls them. */
export function isListed(names: readonly string[], { id, userPrincipalName }: Person): boolean {
  const known = new Set(
    [id, userPrincipalName].flatMap((name) => name?.normalize('NFC').toLowerCase() ?? []),
  );
  return names.some((name) => known.has(name.normalize('NFC').toLowerCase()));
}

const REQUESTER = 'the requester cannot decide on the request';

/** Who decides on a request for approval, and who asked for what is decided. */
export interface Deciding {
  /** The name on the decision. */
  readonly by: string;
  readonly approver: Person;
  /** Absent when nobody is named as the requester. */
  readonly requester?: NamedPerson;
  /** Who asks for it may decide on it. */
  readonly mayBeRequester?: boolean;
}

/** Why a person may not decide on this request; undefined when they may. Nobody decides on their own sign-out. */
export function denialOfDecider(
  { by, approver, requester, mayBeRequester = false }: Deciding,
  { request: { requestedBy, receivedBy }, user, identity: { tenantId } }: ApprovalRequest,
): string | undefined {
  if (isSamePerson(approver, { tenantId, id: user.id })) {
    return 'the user concerned cannot decide on the request';
  }
  if (mayBeRequester) return undefined;
  // The name of a requester may change; the object id that a token has proven does not.
  if (receivedBy === senderOfCaller(approver.id)) return REQUESTER;
  if (requestedBy === undefined) return undefined;
  const isRequester =
    requester?.kind === 'person'
      ? isSamePerson(approver, requester.person)
      : [by, approver.id, approver.userPrincipalName].some(
          (name) => name !== undefined && visibleName(name) === visibleName(requestedBy),
        );
  return isRequester ? REQUESTER : undefined;
}

/** A name in the form in which names are compared that no directory knows: invisible characters do not count. */
function visibleName(name: string): string {
  return foldedName(name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')).trim();
}
