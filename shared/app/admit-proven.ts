import type { ApprovalRequest } from '../core/approval';
import type { Person } from '../core/person';
import { personOf } from '../core/approver';
import { isSamePerson } from '../core/person';
import type { Caller } from '../core/caller';
import type { Admission } from './admit-decider';
import { admitPerson, otherAccounts } from './admit-decider';
import { retryWithoutEnd } from './answer';
import type { Dependencies } from './dependencies';

type Denied = Extract<Admission, { readonly kind: 'denied' | 'retry' }>;

/** A caller who wants to decide. */
export interface Deciding {
  readonly caller: Caller;
  /** The home tenant: its people decide. */
  readonly home: string;
  /** The users whose accounts may be compromised. */
  readonly suspects: readonly Person[];
}

/** Checks whether a proven person may decide on a request: by their object id, in the directory that the token is from. */
export async function admitProven(
  inTenant: Dependencies,
  { caller, home, suspects }: Deciding,
  approval: ApprovalRequest,
): Promise<Denied | { readonly kind: 'admitted'; readonly person: Person }> {
  const { kind, tenantId, objectId: id } = caller;
  if (kind !== 'person') return denied('only a person can decide, and this is an application');
  if (tenantId.toLowerCase() !== home.toLowerCase()) {
    return denied(`only people of the tenant ${home} can decide`);
  }
  const { directory } = inTenant.home ?? inTenant;
  const account = personOf(await directory.find({ kind: 'id', id }), home);
  if (account.kind === 'later') return retryWithoutEnd(account.failure, 0, inTenant);
  if (account.kind === 'nobody') return denied(`the account ${account.detail}`);
  const { person } = account;
  const { userPrincipalName: by = person.id } = person;
  const others = await otherAccounts(inTenant, by, person);
  const isSuspect = [account, ...others].some(
    (one) => one.kind === 'person' && suspects.some((suspect) => isSamePerson(suspect, one.person)),
  );
  if (isSuspect) {
    return denied('an account that a pending request of a proven sender names cannot decide');
  }
  const accounts = [account, ...others] as const;
  const admission = await admitPerson(inTenant, { by, accounts, attempts: 0 }, approval);
  return admission.kind === 'admitted' ? { kind: 'admitted', person } : admission;
}

function denied(detail: string): Denied {
  return { kind: 'denied', detail };
}
