import type { RestoreApproval } from '../core/approval';
import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import type { DirectoryUser } from '../core/directory-user';
import { switchedOff } from '../core/emergency-switch';
import { isShown } from '../core/restore';
import { restoreOutcomeId } from '../core/restore-ids';
import type { Outcome } from '../core/outcome';
import {
  outcomeOfNotRestored,
  outcomeOfPreviewedRestore,
  outcomeOfRestore,
  outcomeOfStoppedRestore,
} from '../core/restore-outcome';
import type { BackendFailure } from '../core/backend-failure';
import type { UserContext } from '../core/user-outcomes';
import type { ContainmentPlace } from '../ports/containment-store';
import { newerAlertOn } from './alerts-of-user';
import type { Answer, Retry } from './answer';
import { retryOfFailure } from './answer';
import { changeContainment } from './change-containment';
import type { Dependencies } from './dependencies';
import { alertBeyondIncident } from './other-alerts';
import { policyNow } from './policy-now';
import { publishUserOnce } from './publish-user';
import { restoreSteps } from './restore-steps';
import { revokeOnceMore } from './revoke-once-more';
import type { RequestWork, UserWork } from './work';
import { userContext } from './work';

/**
 * Undoes a containment once that is approved: revokes once more, brings back what we changed, and publishes the
 * outcome. Until it has ended, every try begins by the revocation, so that nothing is enabled that was signed in to in between.
 *
 * @throws Unavailable when the ledger or the topic is; repeating it is harmless
 */
export function restoreUser(
  dependencies: Dependencies,
  request: RequestWork,
  approval: RestoreApproval,
): Promise<Answer> {
  return publishUserOnce<never>(dependencies, request, approval.reference, {
    make: (user) => restore(dependencies, user, approval),
  });
}

/** A restore that is being carried out. */
interface Restoring {
  readonly user: UserWork;
  readonly approval: RestoreApproval;
  readonly place: ContainmentPlace;
}

async function restore(
  dependencies: Dependencies,
  user: UserWork,
  approval: RestoreApproval,
): Promise<Outcome | Retry> {
  const { identity, restore: asked } = approval;
  const place = { tenantId: identity.tenantId, userId: approval.user.id, outcomeId: asked.containment };
  const restoring = { user, approval, place };
  const context = contextNow(dependencies, restoring);
  const containment = (await dependencies.ledger.containments.find(place))?.containment;
  const over = whyOver(containment, approval);
  if (!containment || over)
    return outcomeOfNotRestored(context, 'duplicate', over ?? detail('containmentMissing'));
  // Ended by an earlier try of this very restore, which has not recorded its outcome.
  if (containment.state === 'restored') return outcomeOfEnded(dependencies, context, containment);
  const policy = await policyNow(dependencies);
  const off = switchedOff(policy);
  if (off) return outcomeOfStoppedRestore(context, containment, off);
  if (policy.mode === 'whatIf') return outcomeOfPreviewedRestore(context, containment);
  const newer = await newerAlertOn(dependencies, containment);
  if (newer) return giveBack(dependencies, restoring, newer);
  const fact = await dependencies.directory.find({ kind: 'id', id: approval.user.id });
  switch (fact.kind) {
    case 'found':
      return carryOut(dependencies, restoring, fact.user);
    case 'lookupFailed':
      return failedBy(dependencies, restoring, fact.failure);
    case 'notFound':
    case 'ambiguous':
    case 'notAUser':
      return giveBack(dependencies, restoring, detail('noSuchUser'));
  }
}

/** Why there is nothing left of a containment that this approval could undo. */
function whyOver(found: Containment | undefined, { outcomeId }: RestoreApproval): Detail | undefined {
  if (!found) return detail('containmentMissing');
  const isOwn = restoreOutcomeId(found.outcomeId, found.attempt ?? 0) === outcomeId;
  if (found.state === 'givenUp' || (found.state === 'restored' && !isOwn)) return ended(found);
  return isOwn ? undefined : detail('restoreSuperseded');
}

/** That a containment has ended already. */
export function ended({ state, endedAt = '-', endedBy = '-' }: Containment): Detail {
  return detail('undoneAlready', { state, time: endedAt, by: endedBy });
}

async function carryOut(
  dependencies: Dependencies,
  restoring: Restoring,
  target: DirectoryUser,
): Promise<Outcome | Retry> {
  const { user, approval, place } = restoring;
  const { begun, isRepeated } = await beginRestore(dependencies, place);
  const over = whyOver(begun, approval);
  if (!begun || over)
    return outcomeOfNotRestored(
      contextNow(dependencies, restoring),
      'duplicate',
      over ?? detail('containmentMissing'),
    );
  const refusal = isShown(begun, approval.restore)
    ? await alertBeyondIncident(dependencies, begun, user.confirmation)
    : detail('restoreOutgrown');
  if (refusal) return giveBack(dependencies, restoring, refusal);
  const revoked = await revokeOnceMore(dependencies, user, target);
  if (revoked.kind === 'failed') return failedBy(dependencies, restoring, revoked.failure, revoked.answers);
  const { answers, acceptedAt: revokedAt } = revoked;
  const undoing = { user, place, target, begun, isRepeated };
  const { steps, failure } = await restoreSteps(dependencies, undoing);
  const retry = failure && retryOfFailure(dependencies, user.age, failure);
  if (retry) return retry;
  const by = user.confirmation?.by ?? '-';
  const last = await changeContainment(dependencies, place, (one) => {
    if (hasEnded(one)) return undefined;
    if (failure) return { ...one, state: 'open' };
    const endedAt = dependencies.clock.now().toISOString();
    return { ...one, state: 'restored', revokedAt: revokedAt.toISOString(), endedAt, endedBy: by };
  });
  const tokenLife = dependencies.tokenLifetimes.known();
  const done = { containment: last ?? begun, answers, revokedAt, tokenLife, steps };
  return outcomeOfRestore(contextNow(dependencies, restoring, target), done);
}

/** From here on no step of the containment changes anything more. */
async function beginRestore(
  dependencies: Dependencies,
  place: ContainmentPlace,
): Promise<{ readonly begun: Containment | undefined; readonly isRepeated: boolean }> {
  let isRepeated = false;
  const begun = await changeContainment(dependencies, place, (one) => {
    isRepeated = one.state === 'restoring';
    return one.state === 'open' ? { ...one, state: 'restoring' } : undefined;
  });
  return { begun, isRepeated };
}

/** The outcome of a restore whose answers are lost: what has become of each change is stored. */
function outcomeOfEnded(
  { tokenLifetimes }: Dependencies,
  context: UserContext,
  containment: Containment,
): Outcome {
  const revokedAt = new Date(containment.revokedAt ?? containment.endedAt ?? context.completedAt);
  const answer = { kind: 'accepted', acceptedAt: revokedAt, attempts: 1, requestIds: [] } as const;
  const answers = [{ method: 'graph', answer }] as const;
  const tokenLife = tokenLifetimes.known();
  return outcomeOfRestore(context, { containment, answers, revokedAt, tokenLife, steps: [] });
}

/** What a backend did not do is tried again if that may help; else the containment stays to be undone. */
async function failedBy(
  dependencies: Dependencies,
  restoring: Restoring,
  failure: BackendFailure,
  answers?: Parameters<typeof outcomeOfNotRestored>[3],
): Promise<Outcome | Retry> {
  return (
    retryOfFailure(dependencies, restoring.user.age, failure) ??
    giveBack(dependencies, restoring, failure.detail, answers)
  );
}

/** Nothing was brought back, and another restore may be asked for. */
async function giveBack(
  dependencies: Dependencies,
  restoring: Restoring,
  reason: Detail,
  answers?: Parameters<typeof outcomeOfNotRestored>[3],
): Promise<Outcome> {
  await changeContainment(dependencies, restoring.place, (one) =>
    one.state === 'restoring' ? { ...one, state: 'open' } : undefined,
  );
  const why = detail('restoreNotDone', { reason });
  return outcomeOfNotRestored(contextNow(dependencies, restoring), 'failed', why, answers);
}

function contextNow(
  dependencies: Dependencies,
  { user, approval }: Pick<Restoring, 'user' | 'approval'>,
  target: DirectoryUser = approval.user,
): UserContext {
  return userContext(user, dependencies, target);
}
