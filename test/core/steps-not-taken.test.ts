import { describe, expect, it } from '@jest/globals';
import type { Containment } from '../../shared/core/containment';
import { withAnswer } from '../../shared/core/containment-changes';
import { detail } from '../../shared/core/detail';
import { hasLost, withEnded } from '../../shared/core/steps-not-taken';
import { NOW } from '../support/builders';
import { aContainment } from '../support/contained';

const begun = (changes: Partial<Containment> = {}): Containment =>
  aContainment({ steps: ['disableSignIn', 'removeConsents'], ...changes });

describe('the steps that a containment has not taken', () => {
  it.each<[string, Partial<Containment>, Parameters<typeof withEnded>[1], Containment['notTaken']]>([
    ['those that have ended without an answer', {}, ['removeConsents', 'disableSignIn'], begun().steps],
    ['not those that have answered', { answered: ['removeConsents'] }, ['removeConsents'], undefined],
    [
      'those of before as well',
      { notTaken: ['disableDevices'] },
      ['disableSignIn'],
      ['disableSignIn', 'disableDevices'],
    ],
    [
      'disabling, where the second revocation has ended',
      { answered: ['disableSignIn'] },
      ['revokeAgain'],
      ['disableSignIn'],
    ],
    ['no methods of revoking', {}, ['sharePoint'], undefined],
  ])('are %s', (_what, changes, ended, notTaken) =>
    expect(withEnded(begun(changes), ended).notTaken).toEqual(notTaken),
  );
  it('are entered once', () => {
    const entered = withEnded(begun(), ['disableSignIn']);
    expect(withEnded(entered, ['disableSignIn'])).toBe(entered);
  });
  it('are no longer those that have answered for good after all, as when an approval is replayed', () => {
    const entered = withEnded(begun(), ['disableSignIn', 'removeConsents']);
    const record = { changed: [], kept: [], attempts: 1, requestIds: [] };
    const failure = { kind: 'throttled', detail: detail('graphThrottling') } as const;
    const waiting = withAnswer(entered, 'disableSignIn', { ...record, kind: 'failed', failure });
    expect(waiting.notTaken).toEqual(['disableSignIn', 'removeConsents']);
    const done = withAnswer(entered, 'disableSignIn', { ...record, kind: 'unchanged', at: NOW });
    expect(done.notTaken).toEqual(['removeConsents']);
  });
  it('are lost for a request that wants one of them, at once or after an approval', () => {
    const entered = withEnded(begun(), ['disableSignIn']);
    expect(hasLost(entered, { steps: ['removeConsents', 'disableSignIn'] })).toBe(true);
    expect(hasLost(entered, { awaiting: ['disableSignIn'] })).toBe(true);
    expect(hasLost(entered, { steps: ['removeConsents'] })).toBe(false);
    expect(hasLost(entered, {})).toBe(false);
    expect(hasLost(begun(), { steps: ['disableSignIn'] })).toBe(false);
  });
});
