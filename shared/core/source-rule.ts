import type { RevocationRequest } from './request';
import type { Severity } from './severity';

/** What an event may do: sign users out, wait for a person's approval, or only preview. */
export const sourceEffects = ['revoke', 'confirm', 'whatIf'] as const;

export type SourceEffect = (typeof sourceEffects)[number];

/** Which events act. A condition that is absent is met by every request. Names of formats and events are in lower case. */
export interface SourceRule {
  /** As `explain` and results show it: `sources[0]`, or the name of a shipped rule. */
  readonly name: string;
  readonly formats?: readonly string[];
  /** `a` names the event `a` and those below it, such as `a/b`. */
  readonly events?: readonly string[];
  readonly severityAtLeast?: Severity;
  readonly severityAtMost?: Severity;
  /** The sender; `webhook` names all senders of the webhook. */
  readonly receivedBy?: string;
  readonly effect: SourceEffect;
}

/** What a rule looks at. */
export type SourcedRequest = Pick<RevocationRequest, 'format' | 'event' | 'alert' | 'receivedBy'>;
