import type { ContainmentStep } from '../../shared/core/containment-step';
import { aUser, NOW } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { inMemoryContainment } from '../twins/in-memory-containment';
import type { StartSide } from './containment-side';
import { identityStepSides } from './identity-step-sides';

/** A side of the twin, with one thing that goes and, where the step removes, two that stay. */
function twinOf(step: ContainmentStep, isFinal?: true): StartSide {
  return () => {
    const twin = inMemoryContainment(fixedClock());
    const user = aUser();
    const addedAt = new Date(NOW.getTime() + 1000).toISOString();
    const kind = step === 'disableSignIn' ? 'signIn' : 'consent';
    twin.add(user.id, { step, item: { kind, id: 'new', addedAt }, ...(isFinal && { isFinal }) });
    if (kind === 'consent') {
      twin.add(user.id, { step, item: { kind, id: 'old', addedAt: new Date(0).toISOString() } });
      twin.add(user.id, { step, item: { kind, id: 'undated' } });
    }
    return Promise.resolve({
      method: twin.methods[step],
      user,
      firstSeenAt: NOW,
      state: () => Promise.resolve(twin.itemsOf(user.id).map(({ item, isThere }) => [item.id, isThere])),
      bringBackByOther: () => {
        for (const one of twin.itemsOf(user.id)) one.isThere = true;
        return Promise.resolve();
      },
      ...(isFinal && { isFinal }),
      stop: () => Promise.resolve(),
    });
  };
}

/** Every implementation of the port. Adapters are added by a row each. */
export const containmentSides: readonly (readonly [string, StartSide])[] = [
  ['the twin: disableSignIn', twinOf('disableSignIn')],
  ['the twin: removeConsents', twinOf('removeConsents')],
  ['the twin: removeAuthenticationMethods, which is final', twinOf('removeAuthenticationMethods', true)],
  ...identityStepSides,
];
