import { hash } from 'node:crypto';
import type { UserReference } from './user-reference';
import { referenceKey } from './user-reference';

/**
 * The outcome's id: a digest of tenant, request and user, so that every delivery of one request gives the
 * same id and duplicate detection on the topic drops republished copies. Without a user: the outcome of the
 * message as a whole.
 */
export function outcomeId(tenantId: string, requestId: string, user?: UserReference): string {
  // JSON keeps the parts apart, whatever characters a sender puts into an id.
  const parts = JSON.stringify([tenantId.toLowerCase(), requestId, user ? referenceKey(user) : null]);
  return hash('sha256', parts, 'hex');
}
