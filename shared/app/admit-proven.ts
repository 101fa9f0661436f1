import type { ApprovalRequest } from '../core/approval';
import type { Person } from '../core/person';
import type { NamedPerson } from '../core/approver';
import { personOf } from '../core/approver';
import { compact } from '../core/compact';
import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import { isProvenSender } from '../core/received-by';
import { isSamePerson } from '../core/person';
import type { Caller } from '../core/caller';
import type { Admission } from './admit-decider';
import { admitPerson, otherAccounts } from './admit-decider';
import { retryWithoutEnd } from './answer';
import type { Dependencies } from './dependencies';
import type { PersonConcerned } from './persons-concerned';

type Denied = Extract<Admission, { readonly kind: 'denied' | 'retry' }>;

/** A caller who wants to decide. */
export interface Deciding {
  readonly caller: Caller;
  /** The home tenant: its people decide. */
  readonly home: string;
  /** The users whose accounts may be compromised. */
  readonly suspects: readonly PersonConcerned[];
}

/** A person who may decide. */
interface Admitted {
  readonly kind: 'admitted';
  readonly person: Person;
  /** Since when their sign-ins count, as the directory says it. */
  readonly sessionsValidFrom?: string;
}

/** Checks whether a proven person may decide on a request: by their object id, in the directory that the token is from. */
export async function admitProven(
  inTenant: Dependencies,
  { caller, home, suspects }: Deciding,
  approval: ApprovalRequest,
): Promise<Denied | Admitted> {
  const { kind, tenantId, objectId: id } = caller;
  if (kind !== 'person') return denied('only a person can decide, and this is an application');
  if (tenantId.toLowerCase() !== home.toLowerCase()) {
    return denied(`only people of the tenant ${home} can decide`);
  }
  return admitAccount(inTenant, { account: { tenantId: home, id }, suspects, attempts: 0 }, approval);
}

/** An account whose person may have others. */
export interface DecidingAccount extends Pick<Deciding, 'suspects'> {
  readonly account: Person;
  /** Earlier tries of the message that brings the decision. */
  readonly attempts: number;
}

/** Checks whether the person of an account may decide on a request, as the directory knows them now. */
export async function admitAccount(
  inTenant: Dependencies,
  { account: { tenantId, id }, suspects, attempts }: DecidingAccount,
  approval: ApprovalRequest,
): Promise<Denied | Admitted> {
  const isAtHome = inTenant.home?.tenantId.toLowerCase() === tenantId.toLowerCase();
  const { directory } = (isAtHome && inTenant.home) || inTenant;
  const fact = await directory.find({ kind: 'id', id });
  const account = personOf(fact, tenantId);
  if (account.kind === 'later') return retryWithoutEnd(account.failure, attempts, inTenant);
  if (account.kind === 'nobody') return denied(`the account ${account.detail}`);
  const { person } = account;
  const { userPrincipalName: by = person.id } = person;
  const others = await otherAccounts(inTenant, by, person);
  const concern = concernOf([account, ...others], suspects);
  if (concern !== undefined) return denied(concern);
  const accounts = [account, ...others] as const;
  const contained = approval.restore && (await openContainmentOf(inTenant, accounts));
  if (contained)
    return denied(
      `an account that is contained cannot decide on a restore (the request ${contained.requestId})`,
    );
  const admission = await admitPerson(inTenant, { by, accounts, attempts }, approval);
  if (admission.kind !== 'admitted') return admission;
  const sessionsValidFrom = fact.kind === 'found' ? fact.user.sessionsValidFrom : undefined;
  return compact({ kind: 'admitted' as const, person, sessionsValidFrom });
}

/** Why accounts cannot be relied on now, if a pending request names one of them. */
export function concernOf(
  accounts: readonly NamedPerson[],
  suspects: readonly PersonConcerned[],
): string | undefined {
  const suspect = suspects.find((one) =>
    accounts.some((account) => account.kind === 'person' && isSamePerson(one, account.person)),
  );
  return (
    suspect &&
    `an account that a pending request of a proven sender names cannot decide (the request for approval ${suspect.pendingId})`
  );
}

/**
 * The containment of a person, who has nobody restored while it is open. Containments that unproven senders asked for could keep everybody
 * from it, and do not count.
 *
 * @throws Unavailable when the ledger is
 */
export async function openContainmentOf(
  { ledger }: Pick<Dependencies, 'ledger'>,
  accounts: readonly NamedPerson[],
): Promise<Containment | undefined> {
  const persons = accounts.flatMap((one) => (one.kind === 'person' ? [one.person] : []));
  const all = await Promise.all(persons.map(({ tenantId, id }) => ledger.containments.ofUser(tenantId, id)));
  return all
    .flat()
    .map(({ containment }) => containment)
    .find((one) => !hasEnded(one) && one.changes.length > 0 && isProvenSender(one.receivedBy));
}

function denied(detail: string): Denied {
  return { kind: 'denied', detail };
}
