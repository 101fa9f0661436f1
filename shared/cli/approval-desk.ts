import type { ApprovalStore } from '../ports/ledger';
import type { RequestConnection } from './connected';
import type { Terminal } from './terminal';

/** The requests that wait for approval, and the queue that takes decisions on them. */
export interface ApprovalDesk extends RequestConnection {
  readonly approvals: ApprovalStore;
}

export interface ApprovalEnvironment {
  readonly terminal: Terminal;
  readonly connectApprovals: () => Promise<ApprovalDesk>;
  readonly newId: () => string;
  readonly now: () => Date;
  /** The user at the terminal. */
  readonly requestedBy: string;
  /** The home tenant, where it is known. */
  readonly tenantId?: string | undefined;
}
