import type { BackendFailureKind } from './backend-failure';
import { compact } from './compact';
import type { ForeseenStep, StepAnswer } from './containment-answer';
import type { ContainmentChange, KeptItem } from './contained-item';
import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { Detail } from './detail';
import { detail } from './detail';
import type { MethodName } from './method-name';
import type { MethodResult, MethodStatus, ReportedChange } from './outcome';
import type { MethodAnswer, OtherAnswer } from './revocation';

/** An outcome lists so many items of one step, of those that were changed and of those that were kept: a message has bounds. */
export const MAX_REPORTED_ITEMS = 20;

const NO_CALL = { attempts: 0, requestIds: [] } as const;

/** What an outcome, or an event of its own, reports of the answer of a method or a step. */
export function methodResult({ method: name, answer }: MethodAnswer): MethodResult {
  const { attempts, requestIds } = answer;
  const failure = answer.kind === 'failed' ? answer.failure.detail : undefined;
  const items = 'changed' in answer ? itemsOf(answer) : undefined;
  const advice = 'advice' in answer ? answer.advice : undefined;
  return compact({
    name,
    status: statusOf(name, answer),
    attempts,
    requestIds,
    detail: bothOf(failure, advice),
    ...items,
  });
}

/** What an outcome reports of a step that a what-if has looked at. */
export function foreseenResult(name: ContainmentStep, foreseen: ForeseenStep): MethodResult {
  if (foreseen.kind === 'failed') {
    const { kind, detail: why } = foreseen.failure;
    return { name, status: statusOfFailure(kind), ...NO_CALL, detail: why };
  }
  const { changes, kept, advice } = foreseen;
  const status: MethodStatus = changes.length > 0 ? 'foreseen' : 'unchanged';
  return compact({ name, status, ...NO_CALL, detail: advice, ...itemsOf({ changed: changes, kept }) });
}

/** The items that are reported: those that were changed, or may have been. What the backend refused to change is kept. */
function itemsOf({
  changed: all,
  kept,
}: {
  readonly changed: readonly ContainmentChange[];
  readonly kept: readonly KeptItem[];
}): Pick<MethodResult, 'changed' | 'kept' | 'notListed'> {
  const changed = all.filter(({ state }) => state !== 'notOurs');
  const notListed =
    Math.max(0, changed.length - MAX_REPORTED_ITEMS) + Math.max(0, kept.length - MAX_REPORTED_ITEMS);
  return compact({
    changed: changed.length > 0 ? changed.slice(0, MAX_REPORTED_ITEMS).map(reportedChange) : undefined,
    kept: kept.length > 0 ? kept.slice(0, MAX_REPORTED_ITEMS) : undefined,
    notListed: notListed > 0 ? notListed : undefined,
  });
}

function reportedChange({ item, isFinal }: ContainmentChange): ReportedChange {
  return compact({ ...item, isFinal });
}

function bothOf(first: Detail | undefined, second: Detail | undefined): Detail | undefined {
  return first && second ? detail('twoSentences', { first, second }) : (first ?? second);
}

function statusOf(method: MethodName, answer: OtherAnswer | StepAnswer): MethodStatus {
  switch (answer.kind) {
    case 'accepted':
      return answer.effect ?? 'accepted';
    case 'pending':
    case 'awaitingConfirmation':
    case 'contained':
    case 'unchanged':
      return answer.kind;
    case 'restored':
      throw new Error(`${method} has restored what it was to change.`);
    case 'failed':
      // Graph had found the user before: that it lost them is a failure of its own.
      return method === 'graph' ? 'failed' : statusOfFailure(answer.failure.kind);
  }
}

/** The status of a revocation that a backend did not make. */
export function statusOfFailure(kind: BackendFailureKind): 'userNotFound' | 'notEnabled' | 'failed' {
  if (kind === 'userGone') return 'userNotFound';
  return kind === 'notEnabled' ? 'notEnabled' : 'failed';
}

/** The methods and steps whose answers were not there yet. */
export function pendingMethods(methods: readonly MethodResult[]): readonly MethodName[] {
  return methods.filter(({ status }) => status === 'pending').map(({ name }) => name);
}

/** The steps that wait for an approval of their own. */
export function awaitingSteps(methods: readonly MethodResult[]): readonly ContainmentStep[] {
  const awaiting = methods.filter(({ status }) => status === 'awaitingConfirmation').map(({ name }) => name);
  return containmentSteps.filter((step) => awaiting.includes(step));
}
