import type { Containment } from './containment';
import { mayGoOn } from './containment';
import type { ContainmentStep } from './containment-step';
import { containmentSteps } from './containment-step';
import type { ComesWith } from './earlier-revocation';
import type { MethodName } from './method-name';
import type { RevocationRequest } from './request';

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

/** A request that may be done already, with the steps that it wants. */
export type AnsweredRequest = ComesWith & { readonly request: Pick<RevocationRequest, 'id' | 'alert'> };

/**
 * Whether a containment has lost a step that a request wants. One that is being undone, or has ended, has lost none of what the same alert
 * or incident wants, since that was decided on, and all of what others want: nobody is locked out by it any more.
 */
export function hasLost(
  containment: Pick<Containment, 'state' | 'changes' | 'notTaken' | 'requestId' | 'alert'>,
  { request, steps = [], awaiting = [] }: AnsweredRequest,
): boolean {
  const wanted = [...steps, ...awaiting];
  const { notTaken = [] } = containment;
  if (mayGoOn(containment)) return wanted.some((step) => notTaken.includes(step));
  return wanted.length > 0 && !isForSame(containment, request);
}

function isForSame(
  { requestId, alert: one = {} }: Pick<Containment, 'requestId' | 'alert'>,
  { id, alert: other = {} }: AnsweredRequest['request'],
): boolean {
  if (one.incidentId !== undefined && other.incidentId !== undefined)
    return one.incidentId.toLowerCase() === other.incidentId.toLowerCase();
  return other.id === undefined ? id === requestId : other.id === one.id;
}
