import type { Containment } from './containment';
import { mayGoOn } from './containment';
import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { ComesWith } from './earlier-revocation';
import type { MethodName } from './method-name';

/**
 * With steps that have ended. One that has answered for good was taken, or failed in a way that would not pass for a repetition either;
 * all others were not taken: they were stopped, given up, or failed for too long in a way that may pass.
 */
export function withEnded(containment: Containment, ended: readonly MethodName[]): Containment {
  const { answered = [], notTaken: before = [] } = containment;
  const isNotTaken = (step: ContainmentStep): boolean =>
    before.includes(step) ||
    (ended.includes(step) && !answered.includes(step)) ||
    // The sessions of a user whose sign-in is disabled are revoked by a repetition as well.
    (step === 'disableSignIn' && ended.includes('revokeAgain'));
  const notTaken = containmentSteps.filter(isNotTaken);
  return notTaken.length > before.length ? { ...containment, notTaken } : containment;
}

/**
 * Whether a containment has lost a step that a request wants. One that is being undone, or has ended, has not: what becomes of it is
 * decided.
 */
export function hasLost(
  containment: Pick<Containment, 'state' | 'changes' | 'notTaken'>,
  { steps = [], awaiting = [] }: ComesWith,
): boolean {
  const { notTaken = [] } = containment;
  return mayGoOn(containment) && [...steps, ...awaiting].some((step) => notTaken.includes(step));
}
