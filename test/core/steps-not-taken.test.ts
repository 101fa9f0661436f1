import { describe, expect, it } from '@jest/globals';
import type { Containment } from '../../shared/core/containment';
import { withAnswer } from '../../shared/core/containment-changes';
import { detail } from '../../shared/core/detail';
import { hasLost, withEnded } from '../../shared/core/steps-not-taken';
import { NOW } from '../support/builders';
import { aContainment } from '../support/contained';

const begun = (changes: Partial<Containment> = {}): Containment =>
  aContainment({ steps: ['disableSignIn', 'removeConsents'], ...changes });

const request = { id: 'r-9' };

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
    expect(hasLost(entered, { request, steps: ['removeConsents', 'disableSignIn'] })).toBe(true);
    expect(hasLost(entered, { request, awaiting: ['disableSignIn'] })).toBe(true);
    expect(hasLost(entered, { request, steps: ['removeConsents'] })).toBe(false);
    expect(hasLost(entered, { request })).toBe(false);
    expect(hasLost(begun(), { request, steps: ['disableSignIn'] })).toBe(false);
  });
  const ofIncident = (incidentId?: string, id?: string) => ({
    id: 'other',
    alert: { ...(id && { id }), ...(incidentId && { incidentId }) },
  });
  it.each([
    ['the same incident', ofIncident('29', 'b'), false],
    ['another incident', ofIncident('30', 'a'), true],
    ['the same alert', ofIncident(undefined, 'a'), false],
    ['another alert', ofIncident(undefined, 'b'), true],
    ['the same request', { id: 'inc-1' }, false],
    ['another request', { id: 'inc-2' }, true],
  ])('are all lost where they were undone, but not for %s', (_what, asking, isLost) => {
    const undone = begun({ state: 'restored', alert: { id: 'a', incidentId: '29' } });
    expect(hasLost(undone, { request: asking, steps: ['disableSignIn'] })).toBe(isLost);
    expect(hasLost(undone, { request: asking })).toBe(false);
  });
});
