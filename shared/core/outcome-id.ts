import type { RequestIdentity } from './ledger-key';
import { digest } from './ledger-key';
import type { UserReference } from './user-reference';
import { referenceKey } from './user-reference';

/**
 * The outcome's id: a digest of tenant, request and user, so that every delivery of one request gives the
 * same id and duplicate detection on the topic drops republished copies. Without a user: the outcome of the
 * message as a whole. A replay's outcomes are told apart from those of the request that it repeats, and what came of a
 * confirmation from that it was waited for.
 */
export function outcomeId(
  { tenantId, requestId, replay }: RequestIdentity,
  user?: UserReference,
  confirmation?: string,
): string {
  const who = user ? referenceKey(user) : null;
  const parts = [tenantId.toLowerCase(), requestId, who, ...(replay === undefined ? [] : [replay])];
  return digest(confirmation === undefined ? parts : [...parts, 'confirmation', confirmation]);
}
