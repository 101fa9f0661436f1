import type { ApprovalRequest } from '../core/approval';
import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import type { ContainmentStep } from '../core/containment-step';
import { detail } from '../core/detail';
import { approvalId } from '../core/ids';
import { askedStepsId, askedStepsKey } from '../core/asked-steps';
import { outcomeOfApprovalRequest } from '../core/user-outcomes';
import type { UserReference } from '../core/user-reference';
import { referenceText } from '../core/user-reference';
import type { Published, Retry } from './answer';
import type { Dependencies } from './dependencies';
import { publishOnce } from './publish-once';
import { scheduleExpiry } from './request-approval';
import type { RequestWork } from './work';

/**
 * Asks for the approval of the steps that wait for one in a published outcome, once: every delivery of the request leads to the same
 * request for approval. Undefined: no step waits, or what was done to the user has been undone already.
 *
 * @throws Unavailable when the ledger, the queue or the topic is; repeating it is harmless
 */
export async function askForSteps(
  dependencies: Dependencies,
  request: RequestWork,
  reference: UserReference,
  { outcome: { id: outcomeId, userId, awaitingSteps: steps } }: Published,
): Promise<Published | Retry | undefined> {
  if (!steps || userId === undefined) return undefined;
  const { ledger, policy, clock } = dependencies;
  const { tenantId } = policy;
  const found = await ledger.containments.find({ tenantId, userId, outcomeId });
  if (!found) throw new Error('A containment whose steps wait for approval has no record.');
  const { containment } = found;
  if (hasEnded(containment)) return undefined;
  const asked = approvalOf(dependencies, { request, reference, containment, steps });
  // Kept beyond its end, so that a late decision is answered for as long as outcomes are.
  const expiresAt = new Date(Date.parse(asked.expiresAt) + policy.recordRetentionMs);
  await ledger.approvals.put(asked, { now: clock.now(), expiresAt });
  const approval = (await ledger.approvals.find(asked.id))?.request ?? asked;
  await scheduleExpiry(dependencies, approval);
  return publishOnce<never>(dependencies, {
    key: askedStepsKey(request.partition, approval.outcomeId),
    traceparent: request.traceparent,
    attempts: request.age.attempts,
    make: () => Promise.resolve(outcomeOfApprovalRequest(approval, { tenantId, completedAt: clock.now() })),
  });
}

interface Asking {
  readonly request: RequestWork;
  readonly reference: UserReference;
  readonly containment: Containment;
  readonly steps: readonly ContainmentStep[];
}

function approvalOf(
  { policy, clock }: Dependencies,
  { request, reference, containment, steps }: Asking,
): ApprovalRequest {
  const { outcomeId, user } = containment;
  const { reference: _reference, ...known } = user;
  const { aliases: _aliases, ...stored } = request.request;
  const now = clock.now();
  const announced = askedStepsId(outcomeId);
  const why = detail('stepsAsked', { user: referenceText(reference), steps: steps.join(', ') });
  return {
    id: approvalId(announced),
    outcomeId: announced,
    identity: request.identity,
    request: { ...stored, users: [reference] },
    reference,
    user: { ...known, signInTypes: [] },
    reason: { rule: 'steps-are-approved', status: 'awaitingConfirmation', detail: why },
    receivedAt: request.receivedAt.toISOString(),
    requestedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + policy.confirmation.expiresAfterMs).toISOString(),
    contain: { containment: outcomeId, steps },
  };
}
