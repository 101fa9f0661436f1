import type { ArchiveRow, RowKind } from './archive-columns';
import type { EvictionEvent } from './eviction-event';
import type { OutcomeEvent } from './outcome-event';
import type { MethodEvent, PassedOnEvent, ReminderEvent } from './topic-message';

/** The row of an event: the same for every copy of it, so that readers drop copies by `OutcomeId`, which is the id of the event. */
export function archiveRow(event: PassedOnEvent): ArchiveRow {
  switch (event.type) {
    case 'io.github.session-revoker.outcome.v1':
      return outcomeRow(event);
    case 'io.github.session-revoker.reminder.v1':
      return reminderRow(event);
    case 'io.github.session-revoker.method.v1':
      return methodRow(event);
    case 'io.github.session-revoker.eviction.v1':
      return evictionRow(event);
  }
}

function outcomeRow({ id, data }: OutcomeEvent): ArchiveRow {
  return {
    ...eventColumns('outcome', id, data.completedAt),
    RequestId: data.requestId,
    Status: data.status,
    Predicted: data.predicted,
    Mode: data.mode,
    Message: data.message,
    Detail: data.detail,
    Reason: data.reason,
    ...userColumns(data),
    ...alertColumns(data),
    RequestedBy: data.requestedBy,
    RequestedAt: data.requestedAt,
    ReceivedBy: data.receivedBy,
    ReceivedAt: data.receivedAt,
    RevokedAt: data.revokedAt,
    EffectiveNoLaterThan: data.effectiveNoLaterThan,
    Bound: data.bound,
    Verified: data.verified,
    DuplicateOf: data.duplicateOf,
    ...decisionColumns(data),
    Methods: data.methods,
    Issues: data.issues,
  };
}

/** A request for approval that waits still. It has no status, so that a count of outcomes by status has each once. */
function reminderRow({ id, time, data }: ReminderEvent): ArchiveRow {
  return {
    ...eventColumns('reminder', id, time),
    AboutOutcomeId: data.outcomeId,
    RequestId: data.requestId,
    Message: data.message,
    Detail: data.detail,
    ...userColumns(data),
    ...alertColumns(data),
    RequestedBy: data.requestedBy,
    ApprovalId: data.confirmation.id,
    ApprovalExpiresAt: data.confirmation.expiresAt,
  };
}

/** What a method answered after its outcome. It has no status either; that of the method is in `Methods`. */
function methodRow({ id, data }: MethodEvent): ArchiveRow {
  return {
    ...eventColumns('method', id, data.completedAt),
    AboutOutcomeId: data.outcomeId,
    RequestId: data.requestId,
    Detail: data.method.detail,
    ...userColumns(data),
    Methods: [data.method],
  };
}

/** Whether a revocation held. It has no status: that of the outcome was right when it was given. */
function evictionRow({ id, data }: EvictionEvent): ArchiveRow {
  const { session, signIn, reason, onReturn } = data;
  return {
    ...eventColumns('eviction', id, data.decidedAt),
    AboutOutcomeId: data.outcomeId,
    RequestId: data.requestId,
    Message: data.message,
    ...userColumns(data),
    ...alertColumns(data),
    ReceivedBy: data.receivedBy,
    RevokedAt: data.revokedAt,
    EffectiveNoLaterThan: data.effectiveNoLaterThan,
    Verdict: data.verdict,
    VerdictReason: reason,
    SignIns: signIn && [{ ...signIn, session, onReturn }],
  };
}

function eventColumns(kind: RowKind, id: string, at: string): ArchiveRow {
  return { TimeGenerated: at, OutcomeId: id, RowKind: kind, CompletedAt: at };
}

function decisionColumns({ confirmation }: OutcomeEvent['data']): ArchiveRow {
  return {
    ApprovalId: confirmation?.id,
    ApprovalExpiresAt: confirmation?.expiresAt,
    Decision: confirmation?.decision,
    DecidedBy: confirmation?.by,
    DecidedAt: confirmation?.decidedAt,
    DecisionProven: confirmation?.by === undefined ? undefined : confirmation.byProven === true,
    DecidedById: confirmation?.byId,
    Approvers: confirmation?.approvers,
    Quorum: confirmation?.quorum,
  };
}

type Named = Pick<OutcomeEvent['data'], 'user' | 'tenantId'>;

function userColumns({ user, tenantId }: Named): ArchiveRow {
  return {
    UserReference: user?.reference,
    UserId: user?.id,
    UserPrincipalName: user?.userPrincipalName,
    UserType: user?.userType,
    // `TenantId` is the workspace in every table.
    UserTenantId: tenantId,
  };
}

type Alerted = Pick<OutcomeEvent['data'], 'alert' | 'event' | 'sourceRule'>;

function alertColumns({ alert, event, sourceRule }: Alerted): ArchiveRow {
  return {
    AlertProvider: alert?.provider,
    AlertId: alert?.id,
    AlertTitle: alert?.title,
    AlertSeverity: alert?.severity,
    AlertUrl: alert?.url,
    AlertCreatedAt: alert?.createdAt,
    AlertFirstSeenAt: alert?.firstSeenAt,
    EventName: event,
    SourceRule: sourceRule,
  };
}
