import type { BackendFailure } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import type { RemovalStep } from '../../core/containment-step';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { CallRecord } from '../../core/revocation';
import type { Clock } from '../../ports/clock';
import type { ContainmentMethod, ContainmentTarget, StepAnswer } from '../../ports/containment-method';
import type { GraphAnswer } from '../graph/graph-answer';
import type { OnBehalf } from './graph-lists';
import type { Work } from './removal-work';
import { bounded, count, isNoted, isOfOneItem, itemKey, removeAll, startWork } from './removal-work';

/** What a user has, and what of it a step would remove, in the order in which it does. */
export interface Surveyed {
  readonly kind: 'surveyed';
  /** `made`: an earlier call has made it, as the directory shows. */
  readonly changes: readonly ContainmentChange[];
  readonly kept: readonly KeptItem[];
  readonly advice?: Detail;
}

export type Survey =
  Surveyed | { readonly kind: 'failed'; readonly failure: BackendFailure; readonly record: CallRecord };

/** What became of one item. */
export type Done<Kind extends string> = { readonly record: CallRecord } & (
  { readonly kind: Kind } | { readonly kind: 'failed'; readonly failure: BackendFailure }
);

/** What one kind of removal has of its own. */
export interface Removal {
  readonly step: RemovalStep;
  survey(target: ContainmentTarget, onBehalf: OnBehalf): Promise<Survey>;
  /** Removes one item. Repeating it is harmless: what is not there any more was removed. */
  remove(userId: string, change: ContainmentChange, onBehalf: OnBehalf): Promise<GraphAnswer>;
  /** Why the backend may refuse one item and accept others. */
  refused(failure: BackendFailure): Detail;
  /** Brings one item back unless it is there, or somebody else has changed it. Absent: nothing can be brought back. */
  restore?(
    userId: string,
    change: ContainmentChange,
    onBehalf: OnBehalf,
  ): Promise<Done<'restored' | 'notOurs'>>;
}

/** A step that removes what was added since the alert's activity was first seen, one item after the other. */
export function removalMethod(removal: Removal, clock: Clock): ContainmentMethod {
  return {
    async foresee(target) {
      const survey = await removal.survey(target, {});
      if (survey.kind === 'failed') return { kind: 'failed', failure: survey.failure };
      return { ...bounded(survey, []), kind: 'foreseen' };
    },
    async contain(target, { note, mayCall, share, lane }) {
      const onBehalf = compact({ mayCall, share, lane });
      const noted = target.noted.filter(({ step }) => step === removal.step);
      const survey = await removal.survey(target, onBehalf);
      if (survey.kind === 'failed') {
        return { kind: 'failed', failure: survey.failure, changed: noted, kept: [], ...survey.record };
      }
      const { changes, kept, advice } = bounded(survey, noted);
      const added = changes.filter(({ item }) => !isNoted(noted, item));
      if (added.length > 0 && !(await note(added))) {
        const failure = { kind: 'leaseEnded' as const, detail: detail('leaseEnded') };
        return { kind: 'failed', failure, changed: noted, kept, attempts: 0, requestIds: [] };
      }
      const work = startWork(noted, survey, changes);
      await removeAll(removal, target.user.id, changes, onBehalf, work);
      return answerOf(clock, 'made', work, { kept: [...work.refused, ...kept], advice });
    },
    async restore({ user }, changes, { mayCall, share, lane }) {
      const onBehalf = compact({ mayCall, share, lane });
      const work: Work = { attempts: 0, requestIds: [], changed: new Map(), refused: [] };
      for (const change of changes.filter((one) => isOpen(removal.step, one))) {
        if (!removal.restore || (work.failure && !isOfOneItem(work.failure))) break;
        const done = await removal.restore(user.id, change, onBehalf);
        count(work, done.record);
        if (done.kind === 'failed') work.failure = done.failure;
        const state = done.kind === 'failed' ? change.state : done.kind;
        work.changed.set(itemKey(change.item), { ...change, state });
      }
      return answerOf(clock, 'restored', work, { kept: [] });
    },
  };
}

function isOpen(step: RemovalStep, change: ContainmentChange): boolean {
  const isMade = change.state === 'made' || change.state === 'intended';
  return change.step === step && isMade && !change.isFinal;
}

function answerOf(
  clock: Clock,
  state: 'made' | 'restored',
  { attempts, requestIds, changed, failure }: Work,
  { kept, advice }: { readonly kept: readonly KeptItem[]; readonly advice?: Detail | undefined },
): StepAnswer {
  const common = compact({ attempts, requestIds, changed: [...changed.values()], kept, advice });
  if (failure) return { kind: 'failed', failure, ...common };
  const kind = state === 'made' ? 'contained' : 'restored';
  const isDone = common.changed.some((change) => change.state === state);
  return { kind: isDone ? kind : 'unchanged', at: clock.now(), ...common };
}
