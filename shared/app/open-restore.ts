import type { RestoreApproval } from '../core/approval';
import { isRestore } from '../core/approval';
import type { Approval } from '../ports/ledger';
import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import { compact } from '../core/compact';
import type { ApprovalReason } from '../core/denial';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import { approvalId, requestPartition } from '../core/ids';
import { restoreApprovalId, restoreKey, restoreOutcomeId } from '../core/restore-ids';
import type { ReceivedBy } from '../core/received-by';
import { foreseeRestore, isShown, namesOf } from '../core/restore';
import { outcomeOfApprovalRequest } from '../core/user-outcomes';
import { referenceText } from '../core/user-reference';
import { newerAlertOn } from './alerts-of-user';
import type { Answer, Retry } from './answer';
import { retryWithoutEnd } from './answer';
import { changeContainment, placeOf } from './change-containment';
import type { Dependencies } from './dependencies';
import { publishOnce } from './publish-once';
import { scheduleExpiry } from './request-approval';
import { ended } from './restore-user';

/** Who asks for a containment to be undone, and why. */
export interface RestoreWish {
  readonly by: string;
  readonly reason?: string | undefined;
  readonly receivedBy: ReceivedBy;
  /** Earlier tries of the message that brings it. */
  readonly attempts: number;
}

/** A request to undo a containment, as it stands or as it would be entered. */
export interface PreparedRestore {
  readonly kind: 'prepared';
  readonly approval: RestoreApproval;
  /** The number of its attempt, where it is not entered yet. */
  readonly attempt?: number;
}

export type RestorePreparation =
  | PreparedRestore
  /** It cannot be undone now. */
  | { readonly kind: 'refused'; readonly detail: Detail }
  | Retry;

/**
 * What a request to undo a containment would be; nothing is entered. While one can be decided or is being carried out, that one stands;
 * after it, a new one begins.
 *
 * @param dependencies of the tenant of the containment
 * @throws Unavailable when the ledger is
 */
export async function prepareRestore(
  dependencies: Dependencies,
  containment: Containment,
  wish: RestoreWish,
): Promise<RestorePreparation> {
  const { ledger, clock, directory } = dependencies;
  if (hasEnded(containment)) return { kind: 'refused', detail: ended(containment) };
  const newer = await newerAlertOn(dependencies, containment);
  if (newer) return { kind: 'refused', detail: newer };
  const { attempt: before = 0 } = containment;
  const asked = await ledger.approvals.find(restoreApprovalId(containment.outcomeId, before));
  if (asked && isRestore(asked.request) && stands(asked, containment, clock.now())) {
    return { kind: 'prepared', approval: asked.request };
  }
  const fact = await directory.find({ kind: 'id', id: containment.user.id });
  if (fact.kind === 'lookupFailed') return retryWithoutEnd(fact.failure, wish.attempts, dependencies);
  if (fact.kind !== 'found') return { kind: 'refused', detail: detail('noSuchUser') };
  const attempt = asked ? before + 1 : before;
  const approval = approvalOf(dependencies, { containment, attempt, user: fact.user, wish });
  return { kind: 'prepared', approval, attempt };
}

/**
 * Enters a request to undo a containment, and schedules its end. Of several callers at once, the request of one stands.
 *
 * @returns the one that stands
 * @throws Unavailable when the ledger or the queue is; repeating it is harmless
 */
export async function enterRestore(
  dependencies: Dependencies,
  containment: Containment,
  { approval, attempt }: PreparedRestore,
): Promise<RestoreApproval> {
  const { ledger, clock, policy } = dependencies;
  if (attempt !== undefined) {
    await changeContainment(dependencies, placeOf(containment), (one) =>
      (one.attempt ?? 0) < attempt && !hasEnded(one) ? { ...one, attempt } : undefined,
    );
    // Kept beyond its end, so that a late decision is answered for as long as outcomes are.
    const expiresAt = new Date(Date.parse(approval.expiresAt) + policy.recordRetentionMs);
    await ledger.approvals.put(approval, { now: clock.now(), expiresAt });
  }
  const stored = (await ledger.approvals.find(approval.id))?.request ?? approval;
  await scheduleExpiry(dependencies, stored);
  return isRestore(stored) ? stored : approval;
}

/** Whether a request can be decided, on all that would be brought back now, or is being carried out. */
function stands(asked: Approval, containment: Containment, now: Date): boolean {
  if (isOver(asked, now)) return false;
  const { restore } = asked.request;
  return asked.decision !== undefined || (restore !== undefined && isShown(containment, restore));
}

/** Whether nothing more comes of a request for approval. */
export function isOver({ request, decision, isFinished }: Approval, now: Date): boolean {
  if (!decision) return now >= new Date(request.expiresAt);
  return decision.decision !== 'approve' || isFinished === true;
}

interface NewRestore {
  readonly containment: Containment;
  readonly attempt: number;
  readonly user: DirectoryUser;
  readonly wish: RestoreWish;
}

function approvalOf({ clock, policy }: Dependencies, about: NewRestore): RestoreApproval {
  const { containment, attempt, user, wish } = about;
  const { requestId, tenantId, outcomeId, alert } = containment;
  const { by, reason, receivedBy } = wish;
  const { reference } = containment.user;
  const now = clock.now();
  const announced = restoreOutcomeId(outcomeId, attempt);
  const restore = foreseeRestore(containment);
  return {
    id: approvalId(announced),
    outcomeId: announced,
    identity: { tenantId, requestId, receivedBy },
    request: compact({
      id: requestId,
      format: 'restore',
      users: [reference],
      mode: 'revoke' as const,
      confirm: true,
      reason,
      alert,
      requestedBy: by,
      receivedBy,
    }),
    reference,
    user,
    reason: reasonOf(containment, by),
    receivedAt: now.toISOString(),
    requestedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + policy.confirmation.expiresAfterMs).toISOString(),
    restore,
  };
}

/** What a person is asked to approve, in a sentence. */
function reasonOf(containment: Containment, by: string): ApprovalReason {
  const { changes, final } = foreseeRestore(containment);
  const user = referenceText(containment.user.reference);
  const why = detail('restoreAsked', { by, user, changes: namesOf(changes), final: namesOf(final) });
  return { rule: 'restore-is-approved', status: 'awaitingConfirmation', detail: why };
}

/**
 * Publishes that a containment waits for approval to be undone, once.
 *
 * @throws Unavailable when the ledger or the topic is
 */
export function announceRestore(
  dependencies: Dependencies,
  approval: RestoreApproval,
  { traceparent, attempts }: { readonly traceparent: string | undefined; readonly attempts: number },
): Promise<Answer> {
  const { policy, clock } = dependencies;
  return publishOnce<never>(dependencies, {
    key: restoreKey(requestPartition(approval.identity), approval.outcomeId),
    traceparent,
    attempts,
    make: () =>
      Promise.resolve(
        outcomeOfApprovalRequest(approval, { tenantId: policy.tenantId, completedAt: clock.now() }),
      ),
  });
}
