import type { ContainedItem, Containment, ContainmentChange } from './containment';
import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { OutcomeId } from './ids';

/** A change as a person is shown it. */
export interface ShownChange {
  readonly step: ContainmentStep;
  /** The backend's own id: an intruder can give two devices one name. */
  readonly id: string;
  /** What a person calls the item, with its id where others have the same name; or its id. */
  readonly name: string;
}

/** What a person is asked to bring back, as it was when they were asked. */
export interface RestoreAsked {
  /** The outcome that reports the containment. */
  readonly containment: OutcomeId;
  /** What would be brought back, unless somebody else has changed it since. */
  readonly changes: readonly ShownChange[];
  /** What cannot be brought back. */
  readonly final: readonly ShownChange[];
}

/** What restoring would do to what a containment has changed. */
export function foreseeRestore({ outcomeId, user, changes }: Containment): RestoreAsked {
  const all = changes.map((change) => ({ change, shown: shown(change, changes, user) }));
  return {
    containment: outcomeId,
    changes: all.filter(({ change }) => isToRestore(change)).map((one) => one.shown),
    final: all
      .filter(({ change }) => change.isFinal === true && change.state !== 'notOurs')
      .map((one) => one.shown),
  };
}

/** Whether a change is still to be brought back. One that is only intended may have been made. */
export function isToRestore({ isFinal, state }: ContainmentChange): boolean {
  return isFinal !== true && (state === 'made' || state === 'intended');
}

/** Whether all that would be brought back now was shown to those who have approved it. */
export function isShown(containment: Containment, { changes }: RestoreAsked): boolean {
  const shownItems = new Set(changes.map(({ step, id }) => JSON.stringify([step, id])));
  return foreseeRestore(containment).changes.every(({ step, id }) =>
    shownItems.has(JSON.stringify([step, id])),
  );
}

/** What lets the user sign in. */
const SIGN_IN: readonly ContainmentStep[] = ['disableSignIn', 'identityAccounts'];

/** The steps whose changes are to be brought back, in stages: signing in is possible again when all else is back. */
export function stagesToRestore({
  changes,
}: Pick<Containment, 'changes'>): readonly (readonly ContainmentStep[])[] {
  const open = new Set(changes.filter(isToRestore).map(({ step }) => step));
  const steps = containmentSteps.filter((step) => open.has(step));
  const stages = [
    steps.filter((step) => !SIGN_IN.includes(step)),
    steps.filter((step) => SIGN_IN.includes(step)),
  ];
  return stages.filter((stage) => stage.length > 0);
}

/** The changes with the states that a step has answered. */
export function withAnswered(
  changes: readonly ContainmentChange[],
  answered: readonly ContainmentChange[],
): readonly ContainmentChange[] {
  const states = new Map(answered.map((change) => [nameOf(change), change.state]));
  return changes.map((change) =>
    isToRestore(change) ? { ...change, state: states.get(nameOf(change)) ?? change.state } : change,
  );
}

function nameOf({ step, item: { kind, id } }: ContainmentChange): string {
  return JSON.stringify([step, kind, id]);
}

function shown(
  { step, item }: ContainmentChange,
  all: readonly ContainmentChange[],
  user: Containment['user'],
): ShownChange {
  const { id } = item;
  const name = nameOfItem(item, user);
  const hasNamesake = all.some((one) => one.item.id !== id && nameOfItem(one.item, user) === name);
  return { step, id, name: hasNamesake ? `${name}, ${id}` : name };
}

/** The sign-in and the risk of a user have the id of the user, whom a person knows by the name. */
function nameOfItem({ id, name = id }: ContainedItem, user: Containment['user']): string {
  return name === user.id ? (user.userPrincipalName ?? name) : name;
}

/** As many items are named in a sentence. */
const MAX_NAMED = 5;

/** The names of changes in a sentence: `disableSignIn (avery@contoso.com)`. */
export function namesOf(changes: readonly Pick<ShownChange, 'step' | 'name'>[]): string {
  const named = changes.slice(0, MAX_NAMED).map(({ step, name }) => `${step} (${name})`);
  const more = changes.length - named.length;
  return [...named, ...(more > 0 ? [`+ ${String(more)}`] : [])].join(', ') || '-';
}
