import type { Holds } from '../ports/ledger';
import type { RequestChannel } from '../ports/ports';
import type { Terminal } from './terminal';

/** What waits for a person, and the way by which a decision goes. */
export interface DecisionDesk {
  readonly holds: Holds;
  readonly channel: RequestChannel;
  close(): Promise<void>;
}

export interface DecisionEnvironment {
  readonly terminal: Terminal;
  readonly connectDecisions: () => Promise<DecisionDesk>;
  readonly newId: () => string;
  readonly now: () => Date;
  /** Who sits at the terminal. */
  readonly requestedBy: string;
}
