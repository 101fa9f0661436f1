import type { Policy } from '../policy';
import { isSender, senderOfShare } from '../received-by';
import type { RevocationRequest } from '../request';
import { isBelow } from '../severity';
import type { Rule } from './rule';

/** What a rule looks at. */
export interface KnownOfUrgency {
  readonly request: Pick<RevocationRequest, 'alert' | 'receivedBy'>;
  /** A person was shown the request, and has approved it. */
  readonly isApproved: boolean;
  readonly policy: Pick<Policy, 'urgent'>;
}

/** The answer for an urgent request: the source under which it is counted. */
export interface Urgency {
  readonly rule: string;
  readonly source: string;
}

/** From this severity on an alert is urgent. */
const URGENT_SEVERITY = 'high';

/** When a request is urgent. The first answer counts; without one it is ordinary. */
export const urgencyRules: readonly Rule<KnownOfUrgency, Urgency>[] = [
  {
    // A person has looked at it, and waits for it. No sender has this name.
    name: 'approved-by-a-person',
    check: ({ isApproved }) => (isApproved ? { source: 'approvals' } : undefined),
  },
  {
    // Everybody can write a severity. It counts where the sender is proven, and is one that policy trusts so far.
    name: 'severe-by-a-trusted-source',
    check: ({ request: { alert, receivedBy }, policy: { urgent } }) => {
      if (receivedBy === undefined || isBelow(alert?.severity, URGENT_SEVERITY)) return undefined;
      const isTrusted = urgent.sources.some((named) => isSender(receivedBy, named));
      return isTrusted ? { source: senderOfShare(receivedBy) } : undefined;
    },
  },
];
