import { compact } from '../../core/compact';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import type { RemovalStep } from '../../core/containment-step';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { Clock } from '../../ports/clock';
import type {
  ContainmentCall,
  ContainmentMethod,
  ContainmentTarget,
  StepAnswer,
} from '../../ports/containment-method';
import type { RevocationCall } from '../../ports/revoker';
import type { GraphAnswer } from '../graph/graph-answer';
import type { OnBehalf } from './graph-lists';
import type { Removal } from './removal';
import type { Work } from './removal-work';
import { bounded, count, isNoted, isOfOneItem, itemKey, removeAll, startWork } from './removal-work';

/** A step that removes what was added since the alert's activity was first seen, one item after the other. */
export function removalMethod(removal: Removal, clock: Clock): ContainmentMethod {
  return {
    async foresee(target) {
      const survey = await removal.survey(target, {});
      if (survey.kind === 'failed') return { kind: 'failed', failure: survey.failure };
      return { ...bounded(survey, []), kind: 'foreseen' };
    },
    contain: (target, call) => contain(removal, clock, target, call),
    async restore({ user }, changes, call) {
      const onBehalf = onBehalfOf(call);
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

async function contain(
  removal: Removal,
  clock: Clock,
  target: ContainmentTarget,
  call: ContainmentCall,
): Promise<StepAnswer> {
  const onBehalf = onBehalfOf(call);
  const noted = target.noted.filter(({ step }) => step === removal.step);
  const survey = await removal.survey(target, onBehalf);
  if (survey.kind === 'failed') {
    return { kind: 'failed', failure: survey.failure, changed: noted, kept: [], ...survey.record };
  }
  const { changes, kept, advice } = bounded(survey, noted);
  const open = changes.filter(({ item, state }) => state === 'intended' || !isNoted(noted, item));
  if (open.length > 0 && !(await call.note(open))) {
    const failure = { kind: 'leaseEnded' as const, detail: detail('leaseEnded') };
    return { kind: 'failed', failure, changed: noted, kept, attempts: 0, requestIds: [] };
  }
  const work = startWork(noted, survey, changes);
  const remove = (change: ContainmentChange): Promise<GraphAnswer> =>
    removal.remove(target.user.id, change, onBehalf);
  await removeAll({ remove, refused: removal.refused }, changes, work);
  const refused = work.refused.map(({ item, reason }) => ({ item, reason }));
  return answerOf(clock, 'made', work, { kept: [...refused, ...kept], advice });
}

function onBehalfOf({ mayCall, share, lane, maxTurnMs }: RevocationCall): OnBehalf {
  return compact({ mayCall, share, lane, maxTurnMs });
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
