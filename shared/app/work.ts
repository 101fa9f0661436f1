import { compact } from '../core/compact';
import type { ContainmentStep } from '../core/containment-step';
import { decidingRule } from '../core/deciding-rule';
import type { DirectoryUser } from '../core/directory-user';
import type { ApprovedUser } from '../core/facts';
import type { Lane } from '../core/lane';
import type { OutcomeId, Partition, RequestIdentity } from '../core/ids';
import type { OutcomeConfirmation } from '../core/outcome';
import type { UserContext } from '../core/user-outcomes';
import type { RevocationRequest } from '../core/request';
import type { RequestAge } from '../core/request-age';
import type { UserReference } from '../core/user-reference';
import type { OutcomeEntry, SeenEntry } from '../ports/ledger';
import type { Beside } from './beside';
import type { Dependencies } from './dependencies';
import type { KeptLease } from './keep-lease';
import type { CallsUnderWay } from './other-methods';
import type { Stopwatch } from './stopwatch';

/** A request that is being processed, as its users share it. */
export interface RequestWork {
  readonly request: RevocationRequest;
  readonly identity: RequestIdentity;
  /** The ledger's partition of this request. */
  readonly partition: Partition;
  readonly age: RequestAge;
  readonly receivedAt: Date;
  readonly traceparent: string | undefined;
  /** Absent: the ordinary one. */
  readonly lane?: Lane;
  /** The users that references of this request have led to, by object id, with the outcome that answers each. */
  readonly named: Map<string, OutcomeId>;
  /** Set when the directory has been asked for these users before, and did not know them: its answer now counts. */
  readonly isLastLook?: boolean;
  /** The decision, if the request waited for approval. */
  readonly confirmation?: OutcomeConfirmation;
  /** The user whom a person was shown and has approved. */
  readonly approved?: ApprovedUser;
}

/** One user of a request, of whom something may be read. */
export interface ReadingWork extends RequestWork {
  readonly reference: UserReference;
  readonly outcomeId: OutcomeId;
  readonly stopwatch: Stopwatch;
}

/** One user of a request, whose outcome is being made. */
export interface UserWork extends ReadingWork {
  /** The lease of the outcome's entry. */
  readonly lease: KeptLease<OutcomeEntry>;
  /** The calls that go on when the outcome is made. */
  readonly underWay: CallsUnderWay;
  /** The steps of a containment that the request wants, once they are known; absent: none. */
  readonly steps?: readonly ContainmentStep[];
  /** Those that wait for an approval of their own; absent: none. */
  readonly awaiting?: readonly ContainmentStep[];
  /** What is done beside the record of the outcome and its publication; it ends before the message is settled. */
  readonly beside: Beside;
  /** What the ledger had of the user's last revocation when the request was begun. It never rejects. */
  readonly lastRevocation?: Promise<SeenEntry | undefined>;
}

/** What the outcome of one user repeats of its request, its user and its time. */
export function userContext(
  { outcomeId: id, request, reference, receivedAt, confirmation }: UserWork,
  { policy, clock }: Pick<Dependencies, 'policy' | 'clock'>,
  user: DirectoryUser | undefined,
): UserContext {
  const { tenantId, sources } = policy;
  const sourceRule = decidingRule(request, sources)?.name;
  const completedAt = clock.now();
  return compact({
    id,
    request,
    reference,
    receivedAt,
    confirmation,
    tenantId,
    completedAt,
    user,
    sourceRule,
  });
}
