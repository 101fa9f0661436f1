import type { OutcomeRecord } from './records';

/**
 * What the steps of a containment would change, on one line, as a preview has it: what could be brought back, or what is final. With the
 * former are steps that would not be taken at once, and why. Undefined: nothing.
 */
export function foreseenSteps({ methods, user }: OutcomeRecord, isFinal: boolean): string | undefined {
  const steps = methods.flatMap(({ name: step, status, changed = [] }) => {
    if (!FORESEEN.has(status)) return [];
    const state = status === 'foreseen' ? '' : ` ${status}`;
    const own = changed.filter((item) => (item.isFinal === true) === isFinal);
    if (own.length === 0) return changed.length > 0 || isFinal || state === '' ? [] : [`${step}${state}`];
    // The sign-in and the risk of a user have the user's own id.
    const items = own.flatMap(({ id, name = id }) => (name === user?.id ? [] : name));
    return [`${step}${state}${items.length > 0 ? ` (${items.join(', ')})` : ''}`];
  });
  return steps.length === 0 ? undefined : steps.join(', ');
}

/** The statuses that a step has in a preview, but for `unchanged`. */
const FORESEEN: ReadonlySet<string> = new Set(['foreseen', 'awaitingConfirmation', 'notEnabled', 'failed']);
