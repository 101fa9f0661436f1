import type { ApiAnswer } from '../api/answer';
import { done, problem } from '../api/answer';
import type { SwitchedItem } from '../api/operating-schemas';
import type { Caller } from '../core/caller';
import type { SwitchChange } from '../core/switch-change';
import type { SwitchStore } from '../ports/switch-store';
import { admitOperator } from './admit-operator';
import type { Deciding } from './decide-for-caller';
import { publishBeside } from './publish-switch';

/** The app, and its emergency switch. */
export interface Switching extends Deciding {
  readonly switchStore: SwitchStore;
}

/** A change of the switch, as a caller asks for it. */
export interface AskedChange {
  readonly caller: Caller;
  readonly reason: string;
}

const CHANGED = 'The emergency switch was set again in between: look at it once more.';

/**
 * Stops all revocations in the name of a person, whatever the switch says. It works while the directory does not answer.
 *
 * @throws Unavailable when the switch or the ledger cannot be reached
 */
export async function stopForCaller(
  switching: Switching,
  { caller, reason }: AskedChange,
): Promise<ApiAnswer> {
  const admitted = await admitOperator(switching, caller, 'admitted');
  if (admitted.kind === 'problem') return admitted;
  const change = await switching.switchStore.set({ state: 'stopped', by: admitted.by, reason });
  return change.state === 'stopped' ? announced(switching, change) : problem('changed', CHANGED);
}

/**
 * Lets revocations go on in the name of a person: takes back the stop that they were shown, and no other.
 *
 * @throws Unavailable when the switch or the ledger cannot be reached
 */
export async function resumeForCaller(
  switching: Switching,
  { caller, reason, stop }: AskedChange & { readonly stop: string },
): Promise<ApiAnswer> {
  const admitted = await admitOperator(switching, caller, 'refused');
  if (admitted.kind === 'problem') return admitted;
  const { switchStore } = switching;
  const row = await switchStore.read();
  if (row.kind === 'malformed') {
    return problem(
      'notPossible',
      'The row of the switch says neither stopped nor running: stop, then resume.',
    );
  }
  if (row.kind === 'unset' || row.change.state === 'running') {
    return problem('changed', 'Revocations are not stopped.');
  }
  if (row.change.id !== stop) return problem('changed', CHANGED);
  const change = await switchStore.replace(row.change, { state: 'running', by: admitted.by, reason });
  return change ? announced(switching, change) : problem('changed', CHANGED);
}

/** The change is published now, since no message may come that would have it noticed. */
function announced({ app }: Switching, change: SwitchChange): ApiAnswer {
  publishBeside(app, change);
  return done(switchedItem(change));
}

export function switchedItem({ state, id, reason, by, at }: SwitchChange): SwitchedItem {
  return { state, id, reason, by, at };
}
