import type { BackendFailure } from './backend-failure';
import { compact } from './compact';
import type { Containment, ContainmentChange } from './containment';
import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { Detail } from './detail';
import { detail } from './detail';
import { MAX_REPORTED_ITEMS, methodResult } from './method-result';
import type { MethodResult, Outcome } from './outcome';
import { namesOf } from './restore';
import type { CallRecord, MethodAnswer } from './revocation';
import type { TokenLife } from './token-life';
import { boundOf } from './token-life';
import type { UserContext } from './user-outcomes';
import { contextOf } from './user-outcomes';

/** What a step answered when its changes were to be brought back, beside the states of the changes. */
export interface StepRestored extends CallRecord {
  readonly step: ContainmentStep;
  readonly failure?: BackendFailure;
  readonly advice?: Detail;
}

/** What was done to undo a containment. */
export interface RestoreDone {
  /** With the states that its changes have now. */
  readonly containment: Containment;
  /** Of the revocation once more. */
  readonly answers: readonly MethodAnswer[];
  readonly revokedAt: Date;
  readonly tokenLife: TokenLife;
  /** The steps that were called now; others were done by an earlier try. */
  readonly steps: readonly StepRestored[];
}

/** The outcome of a restore: `restored` when no change is left that could be brought back, else `failed`. */
export function outcomeOfRestore(context: UserContext, done: RestoreDone): Outcome {
  const { containment, answers, revokedAt, tokenLife, steps } = done;
  const methods = [...answers.map(methodResult), ...stepResults(containment, steps)];
  const about = { ...contextOf(context, 'revoke'), methods };
  const failed = steps.find(({ failure }) => failure !== undefined);
  if (failed?.failure) {
    return { ...about, status: 'failed', detail: detail('restorePartly', { reason: failed.failure.detail }) };
  }
  const { bound, ms } = boundOf(tokenLife);
  return {
    ...about,
    status: 'restored',
    revokedAt: revokedAt.toISOString(),
    effectiveNoLaterThan: new Date(revokedAt.getTime() + ms).toISOString(),
    bound,
    detail: detail('restoreDone', counted(containment.changes)),
  };
}

/** The outcome of a restore before which nothing was brought back. */
export function outcomeOfNotRestored(
  context: UserContext,
  status: 'failed' | 'notEnabled' | 'duplicate',
  why: Detail,
  answers: readonly MethodAnswer[] = [],
): Outcome {
  return { ...contextOf(context, 'revoke'), methods: answers.map(methodResult), status, detail: why };
}

/**
 * The outcome of a restore that is not carried out while all is stopped. What an earlier try has brought back stays back, and is listed;
 * a later restore goes on from there.
 */
export function outcomeOfStoppedRestore(
  context: UserContext,
  containment: Containment,
  reason: Detail,
): Outcome {
  if (containment.state !== 'restoring')
    return outcomeOfNotRestored(context, 'notEnabled', detail('restoreNotDone', { reason }));
  const methods = stepResults(containment, []).filter(({ status }) => status === 'restored');
  const why = detail('restoreStopped', { reason });
  return { ...contextOf(context, 'revoke'), methods, status: 'notEnabled', detail: why };
}

/** The outcome where settings only allow what-if: they stop what an earlier try has begun. */
export function outcomeOfPreviewedRestore(context: UserContext, containment: Containment): Outcome {
  const previewed = detail('restorePreviewed');
  if (containment.state === 'restoring')
    return outcomeOfStoppedRestore(context, containment, detail('restoreOff'));
  return { ...contextOf(context, 'whatIf'), status: 'whatIf', predicted: 'restored', detail: previewed };
}

/** What became of the changes of each step, in the order in which outcomes list the steps. */
function stepResults({ changes }: Containment, steps: readonly StepRestored[]): readonly MethodResult[] {
  return containmentSteps.flatMap((name) => {
    const own = changes.filter(({ step }) => step === name);
    if (own.length === 0) return [];
    const { attempts = 0, requestIds = [], failure, advice } = steps.find(({ step }) => step === name) ?? {};
    const { restored, notOurs, final } = sorted(own);
    const isAllBack = notOurs.length === 0 && final.length === 0 && restored.length > 0;
    const done = detail('restoreStepDone', {
      restored: namesOf(restored),
      notOurs: namesOf(notOurs),
      final: namesOf(final),
    });
    const why = failure?.detail ?? (isAllBack ? advice : advised(done, advice));
    const status = failure ? 'failed' : restored.length > 0 ? 'restored' : 'unchanged';
    return [compact({ name, status, attempts, requestIds, detail: why, ...listed(own) } as const)];
  });
}

function advised(first: Detail, advice: Detail | undefined): Detail {
  return advice ? detail('twoSentences', { first, second: advice }) : first;
}

/** The items that were brought back. */
function listed(changes: readonly ContainmentChange[]): Pick<MethodResult, 'changed' | 'notListed'> {
  const items = changes.filter(({ state }) => state === 'restored').map(({ item }) => item);
  const more = items.length - MAX_REPORTED_ITEMS;
  return compact({
    changed: items.length > 0 ? items.slice(0, MAX_REPORTED_ITEMS) : undefined,
    notListed: more > 0 ? more : undefined,
  });
}

function counted(
  changes: readonly ContainmentChange[],
): Readonly<Record<'restored' | 'notOurs' | 'final', number>> {
  const { restored, notOurs, final } = sorted(changes);
  return { restored: restored.length, notOurs: notOurs.length, final: final.length };
}

function sorted(changes: readonly ContainmentChange[]) {
  const shown = (fits: (change: ContainmentChange) => boolean) =>
    changes.filter(fits).map(({ step, item: { id, name = id } }) => ({ step, name }));
  return {
    restored: shown(({ state }) => state === 'restored'),
    notOurs: shown(({ state, isFinal }) => state === 'notOurs' && isFinal !== true),
    final: shown(({ isFinal, state }) => isFinal === true && state !== 'notOurs'),
  };
}
