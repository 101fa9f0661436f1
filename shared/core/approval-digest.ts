import { hash } from 'node:crypto';
import type { ApprovalRequest } from './approval';
import { compact } from './compact';
import { possibleSteps } from './containment-policy';
import type { ContainmentStep } from './containment-step';
import type { Policy } from './policy';

/** What an approval would set in motion, by the policy of its tenant. */
export type ShownPlan = Pick<Policy, 'mode' | 'methods' | 'containment'>;

/**
 * The digest of what a person is shown of a request for approval: SHA-256 in hexadecimal. A decision on it carries this digest, so that
 * nobody decides on another request, another user or another plan than they have seen.
 */
export function approvalDigest(approval: ApprovalRequest, { mode, methods, containment }: ShownPlan): string {
  const { id, outcomeId, identity, user, reason, request, expiresAt, restore, contain } = approval;
  const { rule, status, detail } = reason;
  const steps = shownSteps(approval, compact({ containment }));
  return hash(
    'sha256',
    canonicalJson({
      approval: id,
      outcome: outcomeId,
      tenantId: identity.tenantId.toLowerCase(),
      requestId: identity.requestId,
      userId: user.id.toLowerCase(),
      plan: { mode, methods, ...(steps.length > 0 && { steps }) },
      reason: { rule, status, detail },
      requestedBy: request.requestedBy,
      expiresAt,
      restore,
      contain,
    }),
  );
}

/** The steps that an approval may lead to: those that it is asked for, or those of a sign-out; one that undoes a containment takes none. */
export function shownSteps(
  { request, restore, contain }: Pick<ApprovalRequest, 'request' | 'restore' | 'contain'>,
  policy: Pick<Policy, 'containment'>,
): readonly ContainmentStep[] {
  if (contain) return contain.steps;
  return restore ? [] : possibleSteps(request, policy);
}

/** JSON with the fields of each object in the order of their names; absent values are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null)
    return value === undefined ? 'null' : JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
