import { conclude } from '../core/conclude';
import type { HeldRequest } from '../core/confirmation';
import { confirmationId } from '../core/confirmation';
import { digest } from '../core/ledger-key';
import type { Outcome } from '../core/outcome';
import type { Plan } from '../core/plan';
import type { Policy } from '../core/policy';
import type { RevocationRequest } from '../core/request';
import type { UserReference } from '../core/user-reference';
import type { Dependencies } from './dependencies';
import type { UserInProgress } from './process-user';

/**
 * What an earlier try of the same request has laid to rest. It waits, whatever would be decided now: somebody may
 * have been told of it already, and two answers must not come of one request.
 */
export async function foundAtRest(
  dependencies: Dependencies,
  { request, outcomeId, confirmation }: UserInProgress,
): Promise<HeldRequest | undefined> {
  const { policy, ledger } = dependencies;
  if (confirmation || !mayHold(policy, request)) return undefined;
  const found = await ledger.holds.find(confirmationId(outcomeId));
  if (!found) return undefined;
  await announceExpiry(dependencies, found.held);
  return found.held;
}

/** Most policies hold nobody back: then nobody need be looked for. */
function mayHold({ brake, confirmation }: Policy, request: RevocationRequest): boolean {
  const { always, groups, roles, severityBelow } = confirmation;
  return Boolean(
    brake ?? (always || request.confirm || severityBelow !== undefined || groups.length + roles.length > 0),
  );
}

/** Puts a request into the ledger until a person decides, or nobody has in time. Repeating it is harmless. */
export async function layToRest(
  dependencies: Dependencies,
  { request, identity, outcomeId, receivedAt }: UserInProgress,
  reference: UserReference,
  { user, hold }: Extract<Plan, { kind: 'hold' }>,
): Promise<HeldRequest> {
  const { policy, ledger, clock } = dependencies;
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + policy.confirmation.expiresAfterMs);
  const held: HeldRequest = {
    confirmation: confirmationId(outcomeId),
    outcomeId,
    identity,
    request: { ...request, users: [reference] },
    reference,
    user,
    hold,
    receivedAt: receivedAt.toISOString(),
    heldAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  // Kept beyond its end, so that a late decision is answered for as long as outcomes are.
  const term = { now, expiresAt: new Date(expiresAt.getTime() + policy.recordRetentionMs) };
  await ledger.holds.put(held, term);
  await announceExpiry(dependencies, held);
  return held;
}

/** A message to ourselves for when the time is over: nobody need look at the clock until then. */
async function announceExpiry(
  { inbox }: Dependencies,
  { confirmation, expiresAt }: HeldRequest,
): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify({ confirmation, decision: 'expire' }));
  const id = `expiry-${digest([confirmation])}`;
  await inbox.put({ id, body, contentType: 'application/json', properties: {} }, new Date(expiresAt));
}

/** The outcome that tells that a request waits. */
export function heldOutcome({ policy, clock }: Dependencies, held: HeldRequest): Outcome {
  const { confirmation: id, expiresAt, request, reference, user, hold } = held;
  return conclude({
    id: held.outcomeId,
    request,
    tenantId: policy.tenantId,
    reference,
    facts: { user: { kind: 'found', user }, arrival: { since: new Date(held.receivedAt), attempts: 0 } },
    plan: { kind: 'hold', mode: 'revoke', user, hold },
    execution: { kind: 'none' },
    receivedAt: new Date(held.receivedAt),
    completedAt: clock.now(),
    confirmation: { id, expiresAt },
  });
}
