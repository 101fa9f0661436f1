import type { AccountSnapshot } from '../core/account-snapshot';
import { compact } from '../core/compact';
import type { Containment } from '../core/containment';
import { withSteps } from '../core/containment-changes';
import type { ContainmentPlan } from '../core/containment-policy';
import type { DirectoryUser } from '../core/directory-user';
import { removedSince } from '../core/first-seen';
import type { ContainmentRecord } from './containment-record';
import { containmentRecord } from './containment-record';
import type { Dependencies } from './dependencies';
import type { UserWork } from './work';

/** A containment that may begin. */
export interface BegunContainment {
  readonly record: ContainmentRecord;
  /** Settles when what the account has was read, before which no step may begin. Never rejects. */
  readonly snapshotTaken: Promise<void>;
}

/**
 * Enters that a user is to be contained, before anything is changed. What the account has is read meanwhile, and beside the
 * revocation, which changes none of it. A later try finds what an earlier one has entered.
 *
 * @throws Unavailable when the ledger cannot be written
 */
export async function beginContainment(
  dependencies: Dependencies,
  user: UserWork,
  found: DirectoryUser,
  plan: ContainmentPlan,
): Promise<BegunContainment> {
  const { containments } = dependencies.ledger;
  const taking = snapshotOf(dependencies, found);
  const record = containmentRecord(
    containments,
    await containments.begin(newContainment(dependencies, user, found, plan)),
  );
  const writing = taking.then((snapshot) => {
    // Beside the steps, and with what the first of them notes. The snapshot of the first try is from before all changes.
    const written = record.change((one) => withSteps(compact({ snapshot, ...one }), plan));
    return { written: written.then(nothing, nothing) };
  });
  user.beside.push(writing.then(({ written }) => written));
  return { record, snapshotTaken: writing.then(nothing) };
}

function nothing(): void {
  // Whether it was written is asked by the steps, which write the same record.
}

async function snapshotOf(
  { accountSnapshots }: Dependencies,
  found: DirectoryUser,
): Promise<AccountSnapshot | undefined> {
  // Evidence must not keep a user signed in.
  return accountSnapshots?.take(found).catch(() => undefined);
}

function newContainment(
  { policy, clock }: Dependencies,
  { outcomeId, request, reference, receivedAt }: UserWork,
  { id, userPrincipalName, userType }: DirectoryUser,
  plan: ContainmentPlan,
): Containment {
  const { receivedBy, alert } = request;
  return compact({
    outcomeId,
    requestId: request.id,
    tenantId: policy.tenantId,
    user: compact({ reference, id, userPrincipalName, userType }),
    receivedBy,
    alert,
    startedAt: clock.now().toISOString(),
    firstSeenAt: removedSince(request, plan, receivedAt),
    steps: plan.steps,
    awaiting: plan.awaiting,
    changes: [],
    kept: [],
    state: 'open' as const,
  });
}
