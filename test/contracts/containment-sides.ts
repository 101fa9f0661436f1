import type { ContainmentStep } from '../../shared/core/containment-step';
import type { DirectoryUser } from '../../shared/core/directory-user';
import type { ContainmentMethod } from '../../shared/ports/containment-method';
import { aUser, NOW } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { inMemoryContainment } from '../twins/in-memory-containment';
import { identityStepSides } from './identity-step-sides';

/** One step under test, and a user whom it has something to change of. */
export interface ContainmentSide {
  readonly method: ContainmentMethod;
  readonly user: DirectoryUser;
  /** What was added since is taken away by a step that removes. */
  readonly firstSeenAt: Date;
  /** All that the step could change of the user, as the backend has it now, comparable by `toEqual`. */
  state(): Promise<unknown>;
  /**
   * Somebody else brings back what the step has taken away: enables the account, registers the method again. Absent where
   * nobody can.
   */
  readonly bringBackByOther?: () => Promise<void>;
  /** What the step changes cannot be brought back at all. */
  readonly isFinal?: true;
  stop(): Promise<void>;
}

export type StartSide = () => Promise<ContainmentSide>;

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
