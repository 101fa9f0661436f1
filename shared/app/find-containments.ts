import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import { namespaceOf } from '../core/received-by';
import { referenceText } from '../core/user-reference';
import type { Dependencies } from './dependencies';

/** Which containments are to be undone or given up. */
export interface ContainmentsAsked {
  readonly requestId: string;
  /** One user, by the object id or a name that the containment has of them; absent: all of the request. */
  readonly user?: string | undefined;
}

export type ContainmentsFound =
  | { readonly kind: 'found'; readonly containments: readonly [Containment, ...Containment[]] }
  | { readonly kind: 'none' }
  /** The id is that of requests of several senders, and no user is named. */
  | { readonly kind: 'severalSenders' }
  /** The id is that of requests in several tenants, and no user is named. */
  | { readonly kind: 'severalTenants' }
  /** The name is that of several users, one of whom may have had it before. */
  | { readonly kind: 'severalUsers' };

/** What is wrong with what was asked for, where it leads to more than was meant. */
export const ambiguities = {
  severalSenders: 'is the id of requests of several senders: name the user',
  severalTenants: 'is the id of requests in several tenants: name the user',
  severalUsers: 'is a name that several users have had: give the object id',
} as const;

/**
 * Finds the containments of a request that have not ended.
 *
 * @throws Unavailable when the ledger is
 */
export async function findContainments(
  { ledger }: Pick<Dependencies, 'ledger'>,
  { requestId, user }: ContainmentsAsked,
): Promise<ContainmentsFound> {
  const all = await ledger.containments.ofRequest(requestId);
  const [first, ...others] = all
    .map(({ containment }) => containment)
    .filter((one) => !hasEnded(one) && (user === undefined || isNamed(one, user)));
  if (!first) return { kind: 'none' };
  const senders = new Set([first, ...others].map(({ receivedBy }) => namespaceOf(receivedBy)));
  if (user === undefined && senders.size > 1) return { kind: 'severalSenders' };
  const tenants = new Set([first, ...others].map(({ tenantId }) => tenantId.toLowerCase()));
  if (user === undefined && tenants.size > 1) return { kind: 'severalTenants' };
  const isOfSeveral = others.some((one) => one.user.id !== first.user.id);
  if (user !== undefined && isOfSeveral) return { kind: 'severalUsers' };
  return { kind: 'found', containments: [first, ...others] };
}

/** Whether a containment is of a user whom somebody names so. */
function isNamed({ user: { id, userPrincipalName, reference } }: Containment, name: string): boolean {
  const wanted = folded(name);
  return [id, userPrincipalName, referenceText(reference)].some(
    (known) => known !== undefined && folded(known) === wanted,
  );
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
