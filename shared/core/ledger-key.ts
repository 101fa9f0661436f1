import { hash } from 'node:crypto';
import type { RevocationRequest } from './request';
import type { UserReference } from './user-reference';
import { referenceKey } from './user-reference';

/** Names an entry of the ledger. Entries of one partition expire together. */
export interface EntryKey {
  readonly partition: string;
  readonly row: string;
}

/** What tells a request from all others. A replay is a request of its own, whatever id its body bears. */
export interface RequestIdentity {
  readonly tenantId: string;
  readonly requestId: string;
  readonly replay?: string;
}

/** Where everything about one request lies. */
export function requestPartition(identity: RequestIdentity): string {
  return `request-${digest(requestParts(identity))}`;
}

/**
 * The entry of one user's outcome in a request; without a user: of the message as a whole.
 *
 * @param confirmation of a request that had waited: what came of that is another outcome than that it waits
 */
export function outcomeKey(partition: string, user?: UserReference, confirmation?: string): EntryKey {
  const parts = user && [referenceKey(user), ...(confirmation === undefined ? [] : [confirmation])];
  return { partition, row: parts ? `user-${digest(parts)}` : 'message' };
}

/**
 * The entry of a user's revocation on the occasion for which a request asks for it: its alert, or else the
 * request itself where it names several users, who may turn out to be one. Undefined where a repetition
 * cannot be told from a new wish.
 */
export function occasionKey(
  request: RevocationRequest,
  { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
): EntryKey | undefined {
  const occasion = occasionOf(request);
  if (!occasion) return undefined;
  const parts = [tenantId.toLowerCase(), userId.toLowerCase(), ...occasion];
  return { partition: `revocation-${digest(parts)}`, row: 'revocation' };
}

function occasionOf({ id, alert, users }: RevocationRequest): readonly (string | null)[] | undefined {
  if (alert?.id !== undefined) return ['alert', alert.provider?.toLowerCase() ?? null, alert.id];
  return users.length > 1 ? ['request', id] : undefined;
}

/** Where the brake of a tenant counts. */
export function brakePartition(tenantId: string): string {
  return `brake-${digest([tenantId.toLowerCase()])}`;
}

/** What the brake remembers of a user: enough to know them again. 16 bytes, in hexadecimal. */
export function brakeUser(tenantId: string, userId: string): string {
  return digest([tenantId.toLowerCase(), userId.toLowerCase()]).slice(0, 32);
}

/** JSON keeps the parts apart, whatever characters a sender puts into an id. */
export function digest(parts: readonly (string | null)[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}

function requestParts({ tenantId, requestId, replay }: RequestIdentity): string[] {
  return [tenantId.toLowerCase(), requestId, ...(replay === undefined ? [] : [replay])];
}
