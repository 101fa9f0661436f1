/** The stream of the data collection rule. The templates declare it under this name. */
export const ARCHIVE_STREAM = 'Custom-SessionRevocation_CL';

/** The types of columns of a table in Azure Monitor Logs. */
export type ColumnType = 'string' | 'datetime' | 'boolean' | 'int' | 'dynamic';

/**
 * The columns of the table of outcomes, in their order; new ones come last. The templates declare the same, and a test compares them. A column
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
  DecisionProven: 'boolean',
  DecidedById: 'string',
  Approvers: 'dynamic',
  Quorum: 'int',
  RowKind: 'string',
  AboutOutcomeId: 'string',
  Verdict: 'string',
  VerdictReason: 'string',
  SignIns: 'dynamic',
  AlertFirstSeenAt: 'datetime',
} as const satisfies Readonly<Record<string, ColumnType>>;

type Columns = typeof ARCHIVE_COLUMNS;

interface ValueOf {
  readonly string: string;
  readonly datetime: string;
  readonly boolean: boolean;
  readonly int: number;
  readonly dynamic: readonly object[];
}

/** What a row is of; absent in rows of earlier versions, which are outcomes. */
export type RowKind = 'outcome' | 'reminder' | 'method' | 'eviction';

/** An event as a row; what it does not have is absent. */
export type ArchiveRow = { readonly [Column in keyof Columns]?: ValueOf[Columns[Column]] | undefined };
