import type { BackendFailure } from '../../core/backend-failure';
import { compact } from '../../core/compact';
import type { ContainmentChange, KeptItem } from '../../core/containment';
import type { Detail } from '../../core/detail';
import { detail } from '../../core/detail';
import type { CallRecord } from '../../core/revocation';
import type { Clock } from '../../ports/clock';
import type { ContainmentTarget, StepAnswer } from '../../ports/containment-method';
import type { RevocationCall } from '../../ports/revoker';
import type { GraphAnswer } from '../graph/graph-answer';
import type { GraphCall, GraphClient } from '../graph/graph-client';

/** What a step answers beside its kind. */
interface Answered {
  readonly changed?: readonly ContainmentChange[];
  readonly kept?: readonly KeptItem[];
  readonly advice?: Detail | undefined;
}

/** What one run of a step answers, with all its calls. */
export interface StepRecord {
  count(record: CallRecord): void;
  done(kind: 'contained' | 'restored' | 'unchanged', answered?: Answered): StepAnswer;
  failed(failure: BackendFailure, answered?: Answered): StepAnswer;
}

export function stepRecord(clock: Pick<Clock, 'now'>): StepRecord {
  const requestIds: string[] = [];
  let attempts = 0;
  const parts = ({ changed = [], kept = [], advice }: Answered = {}) =>
    compact({ attempts, requestIds, changed, kept, advice });
  return {
    count: (record) => {
      attempts += record.attempts;
      requestIds.push(...record.requestIds);
    },
    done: (kind, answered) => ({ kind, at: clock.now(), ...parts(answered) }),
    failed: (failure, answered) => ({ kind: 'failed', failure, ...parts(answered) }),
  };
}

/** The record of a run, and the calls that it counts. */
export interface StepCalls extends StepRecord {
  readonly graph: (call: GraphCall) => Promise<GraphAnswer>;
}

/** Looks only: nothing of it ends a lease. */
export const LOOKING: RevocationCall = { mayCall: () => true, share: [] };

export function stepCalls(
  graph: GraphClient,
  clock: Pick<Clock, 'now'>,
  { mayCall, share, lane, maxTurnMs }: RevocationCall,
): StepCalls {
  const record = stepRecord(clock);
  return {
    ...record,
    graph: async (call) => {
      const answer = await graph(compact({ mayCall, share, lane, maxTurnMs, ...call }));
      record.count(answer.record);
      return answer;
    },
  };
}

/** The failure of a call that changed or read what was there before. */
export function failureOf(answer: Exclude<GraphAnswer, { readonly kind: 'ok' }>): BackendFailure {
  return answer.kind === 'failed' ? answer.failure : { kind: 'userGone', detail: detail('graphLostUser') };
}

export const NOT_NOTED: BackendFailure = { kind: 'leaseEnded', detail: detail('leaseEnded') };

/** The changes that earlier calls have noted, and that are the step's own. */
export function ownChanges({ noted }: Pick<ContainmentTarget, 'noted'>): readonly ContainmentChange[] {
  return noted.filter(({ state }) => state === 'intended' || state === 'made');
}

/** The changes that can be brought back. */
export function restorable(changes: readonly ContainmentChange[]): readonly ContainmentChange[] {
  return ownChanges({ noted: changes }).filter(({ isFinal }) => isFinal !== true);
}

/** The state of a change after a call that failed: it was refused, or it may have taken effect. */
export function stateAfter({ kind }: BackendFailure): 'notOurs' | 'intended' {
  return kind === 'forbidden' || kind === 'badRequest' || kind === 'userGone' ? 'notOurs' : 'intended';
}
