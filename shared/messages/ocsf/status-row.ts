import type { MethodStatus, Status } from '../../core/outcome';

/** Where a status of ours is found in the lists of OCSF. */
export interface StatusRow {
  readonly statusId: 1 | 3 | 4 | 5 | 6 | 99;
  readonly dispositionId: 9 | 14 | 16 | 24 | 27;
}

const ENDED: StatusRow = { statusId: 1, dispositionId: 24 };
const UNSUPPORTED: StatusRow = { statusId: 5, dispositionId: 16 };
const WAITS: StatusRow = { statusId: 99, dispositionId: 14 };
/** OCSF has no number for it: `status` is our word. */
const LEFT: StatusRow = { statusId: 99, dispositionId: 16 };

const ROWS: Readonly<Record<Status | MethodStatus, StatusRow>> = {
  signedOut: ENDED,
  signOutPending: ENDED,
  accepted: ENDED,
  contained: ENDED,
  unchanged: { statusId: 1, dispositionId: 16 },
  restored: { statusId: 1, dispositionId: 9 },
  foreseen: LEFT,
  userNotFound: { statusId: 3, dispositionId: 16 },
  failed: { statusId: 6, dispositionId: 27 },
  notEnabled: UNSUPPORTED,
  notApplicable: UNSUPPORTED,
  awaitingConfirmation: WAITS,
  held: WAITS,
  pending: WAITS,
  whatIf: LEFT,
  declined: LEFT,
  protected: LEFT,
  expired: LEFT,
  duplicate: LEFT,
  nothingToDo: LEFT,
  rejected: LEFT,
};
const rows: ReadonlyMap<string, StatusRow> = new Map(Object.entries(ROWS));

/** The statuses of OCSF that a method has when it did nothing of what it was called for. */
const UNDONE: ReadonlySet<StatusRow['statusId']> = new Set([3, 5, 6]);

/** The row of a status; one of a later version has the word alone. */
export function statusRow(status: string): StatusRow {
  return rows.get(status) ?? LEFT;
}

/** The row of an outcome: one that has ended well is partial if one of its methods did nothing. */
export function outcomeRow(status: string, methods: readonly { readonly status: string }[]): StatusRow {
  const row = statusRow(status);
  const isPartial =
    row.statusId === 1 && methods.some((method) => UNDONE.has(statusRow(method.status).statusId));
  return isPartial ? { ...row, statusId: 4 } : row;
}
