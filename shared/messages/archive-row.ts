import type { OutcomeEvent } from './outcome-event';

/** The stream of the data collection rule. The templates declare it under this name. */
export const ARCHIVE_STREAM = 'Custom-SessionRevocation_CL';

/** The types of columns of a table in Azure Monitor Logs. */
export type ColumnType = 'string' | 'datetime' | 'boolean' | 'dynamic';

/**
 * The columns of the table of outcomes, in their order. The templates declare the same, and a test compares them. A column
 * is never removed, and keeps its type: the table may hold years of rows.
 */
export const ARCHIVE_COLUMNS = {
  TimeGenerated: 'datetime',
  OutcomeId: 'string',
  RequestId: 'string',
  Status: 'string',
  Predicted: 'string',
  Mode: 'string',
  Message: 'string',
  Detail: 'string',
  Reason: 'string',
  UserReference: 'string',
  UserId: 'string',
  UserPrincipalName: 'string',
  UserType: 'string',
  UserTenantId: 'string',
  AlertProvider: 'string',
  AlertId: 'string',
  AlertTitle: 'string',
  AlertSeverity: 'string',
  AlertUrl: 'string',
  AlertCreatedAt: 'datetime',
  EventName: 'string',
  SourceRule: 'string',
  RequestedBy: 'string',
  RequestedAt: 'datetime',
  ReceivedBy: 'string',
  ReceivedAt: 'datetime',
  CompletedAt: 'datetime',
  RevokedAt: 'datetime',
  EffectiveNoLaterThan: 'datetime',
  Bound: 'string',
  Verified: 'boolean',
  DuplicateOf: 'string',
  ApprovalId: 'string',
  ApprovalExpiresAt: 'datetime',
  Decision: 'string',
  DecidedBy: 'string',
  DecidedAt: 'datetime',
  Methods: 'dynamic',
  Issues: 'dynamic',
} as const satisfies Readonly<Record<string, ColumnType>>;

type Columns = typeof ARCHIVE_COLUMNS;

interface ValueOf {
  readonly string: string;
  readonly datetime: string;
  readonly boolean: boolean;
  readonly dynamic: readonly object[];
}

/** An outcome as a row; what it does not have is absent. */
export type ArchiveRow = { readonly [Column in keyof Columns]?: ValueOf[Columns[Column]] | undefined };

/** The row of an outcome: the same for every copy of it, so that readers drop copies by `OutcomeId`. */
export function archiveRow({ id, data }: OutcomeEvent): ArchiveRow {
  const { confirmation } = data;
  return {
    TimeGenerated: data.completedAt,
    OutcomeId: id,
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
    CompletedAt: data.completedAt,
    RevokedAt: data.revokedAt,
    EffectiveNoLaterThan: data.effectiveNoLaterThan,
    Bound: data.bound,
    Verified: data.verified,
    DuplicateOf: data.duplicateOf,
    ApprovalId: confirmation?.id,
    ApprovalExpiresAt: confirmation?.expiresAt,
    Decision: confirmation?.decision,
    DecidedBy: confirmation?.by,
    DecidedAt: confirmation?.decidedAt,
    Methods: data.methods,
    Issues: data.issues,
  };
}

function userColumns({ user, tenantId }: OutcomeEvent['data']): ArchiveRow {
  return {
    UserReference: user?.reference,
    UserId: user?.id,
    UserPrincipalName: user?.userPrincipalName,
    UserType: user?.userType,
    // `TenantId` is the workspace in every table.
    UserTenantId: tenantId,
  };
}

function alertColumns({ alert, event, sourceRule }: OutcomeEvent['data']): ArchiveRow {
  return {
    AlertProvider: alert?.provider,
    AlertId: alert?.id,
    AlertTitle: alert?.title,
    AlertSeverity: alert?.severity,
    AlertUrl: alert?.url,
    AlertCreatedAt: alert?.createdAt,
    EventName: event,
    SourceRule: sourceRule,
  };
}
