import type { ApprovalStore } from '../ports/ledger';
import type { RequestConnection } from './connected';

/** The requests that wait for approval, and the queue that takes decisions on them. */
export interface ApprovalDesk extends RequestConnection {
  readonly approvals: ApprovalStore;
}
