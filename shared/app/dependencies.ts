import type { Policy } from '../core/policy';
import type { Format } from '../alerts/format';
import type { Ledger } from '../ports/ledger';
import type { SecurityEventTokens } from '../ports/token-verifier';
import type { Locale } from '../messages/sentences';
import type {
  Clock,
  Directory,
  Inbox,
  PostponedMessages,
  RejectedMessages,
  Results,
  Revoker,
  Telemetry,
} from '../ports/ports';

/** All that processing a message needs of the outside world. */
export interface Dependencies {
  readonly policy: Policy;
  readonly locale: Locale;
  /** Formats of alerts that an operator has added. */
  readonly formats: readonly Format[];
  readonly securityEventTokens: SecurityEventTokens;
  readonly directory: Directory;
  readonly revoker: Revoker;
  readonly ledger: Ledger;
  readonly results: Results;
  readonly rejectedMessages: RejectedMessages;
  readonly postponedMessages: PostponedMessages;
  /** The request queue, for what the app itself has to say to all of its instances. */
  readonly inbox: Inbox;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** Makes the name of a claim's holder. */
  readonly newId: () => string;
}
