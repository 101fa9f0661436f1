import { awaitingAnswers } from '../core/awaiting-answers';
import { stepNames } from '../core/containment-changes';
import { detail } from '../core/detail';
import type { Containment } from '../core/containment';
import type { MethodName } from '../core/method-name';
import { methodResult } from '../core/method-result';
import type { Outcome, Status } from '../core/outcome';
import type { Dependencies } from './dependencies';
import { stepNotDone } from './do-step';
import { endSteps } from './end-steps';
import { PENDING } from './other-methods';
import type { UserWork } from './work';

/** With these, the user is signed out: by this request, or by one that answers it. */
const SIGNED_OUT: ReadonlySet<Status> = new Set(['signedOut', 'signOutPending', 'duplicate']);

/**
 * The outcome of a try that comes after an interrupted one, with the steps that this one had begun: they are pending in it, so
 * that they go on, or reported as given up where the user is not signed out after all.
 *
 * @throws Unavailable when the ledger is
 */
export async function withUnfinishedSteps(
  dependencies: Dependencies,
  { lease: { interrupted }, outcomeId }: UserWork,
  outcome: Outcome,
): Promise<Outcome> {
  if (!interrupted?.contains) return outcome;
  const { tenantId, methods } = dependencies.policy;
  const place = { tenantId, userId: interrupted.userId, outcomeId };
  const stored = await dependencies.ledger.containments.find(place);
  if (!stored) return outcome;
  const { containment } = stored;
  const goesOn = SIGNED_OUT.has(outcome.status) && outcome.user?.id === containment.user.id;
  const listed = outcome.methods.map(({ name }) => name);
  const isMissing = (name: MethodName): boolean => !listed.includes(name);
  const begun = stepNames(containment.steps, methods).filter(isMissing);
  const waiting = (containment.awaiting ?? []).filter(
    (step) => isMissing(step) && !containment.steps.includes(step),
  );
  if (!goesOn) await endSteps(dependencies, place, [...begun, ...waiting]);
  const results = goesOn
    ? [...begun.map((method) => ({ method, answer: PENDING })), ...awaitingAnswers(waiting)].map(methodResult)
    : [...begun, ...waiting].map((method) => methodResult({ method, answer: givenUp(containment, method) }));
  return { ...outcome, methods: [...outcome.methods, ...results] };
}

function givenUp(containment: Containment, method: MethodName) {
  const changed = containment.changes.filter(({ step }) => step === method);
  return { ...stepNotDone('notDone', detail('stepNotContinued')), changed };
}
