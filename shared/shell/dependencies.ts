import type { Policy } from '../core/policy';
import type { Locale } from '../messages/sentences';
import type { Clock, Directory, RejectedMessages, Results, Revoker, Telemetry } from '../ports';

/** All that processing a message needs of the outside world. */
export interface Dependencies {
  readonly policy: Policy;
  readonly locale: Locale;
  readonly directory: Directory;
  readonly revoker: Revoker;
  readonly results: Results;
  readonly rejectedMessages: RejectedMessages;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}
