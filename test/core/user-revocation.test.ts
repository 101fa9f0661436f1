import { describe, expect, it } from '@jest/globals';
import type { ContainmentStep } from '../../shared/core/containment-step';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId, userRevocationKey } from '../../shared/core/ids';
import type { RevocationRequest } from '../../shared/core/request';
import type { UserRevocation } from '../../shared/core/user-revocation';
import { answersEarlierRequest, isOfPerson, wasRevokedSince } from '../../shared/core/user-revocation';
import { AVERY_ID, OTHER_TENANT_ID, TENANT_ID, aRequest } from '../support/builders';

const [mine, other] = [storedId<OutcomeId>('mine'), storedId<OutcomeId>('other')];
const until = '2026-11-23T10:00:00.000Z';
const revocation = { outcomeId: other, revokedAt: '2026-11-23T10:00:01.000Z', answersUntil: until };
const { answersUntil: _unknown, ...withoutTime } = revocation;
const at = (ms: number): Date => new Date(Date.parse(until) + ms);
const raised = (ms: number): Partial<RevocationRequest> => ({ alert: { createdAt: at(ms).toISOString() } });

describe('a revocation of a user', () => {
  interface Case {
    readonly recorded?: UserRevocation;
    readonly enqueuedAt?: Date;
    readonly request?: Partial<RevocationRequest>;
    readonly steps?: readonly ContainmentStep[];
    readonly awaiting?: readonly ContainmentStep[];
  }
  it.each<[string, boolean, Case]>([
    ['answers what was enqueued before its call', true, { enqueuedAt: at(-1) }],
    ['answers nothing of the same millisecond, nor anything later', false, { enqueuedAt: at(0) }],
    ['answers nothing whose time is not known', false, {}],
    [
      'answers nothing where its own time is not known',
      false,
      { recorded: withoutTime, enqueuedAt: at(-60_000) },
    ],
    ['answers an alert that was raised before', true, { enqueuedAt: at(-5), request: raised(-10) }],
    ['answers an alert that was raised then', true, { enqueuedAt: at(-5), request: raised(0) }],
    ['answers no alert that says it was raised later', false, { enqueuedAt: at(-5), request: raised(1) }],
    [
      'does not answer a request that wants a step which it came without',
      false,
      { enqueuedAt: at(-1), steps: ['disableSignIn'] },
    ],
    [
      'answers a request whose steps it came with',
      true,
      {
        recorded: { ...revocation, steps: ['disableSignIn', 'removeConsents'] },
        enqueuedAt: at(-1),
        steps: ['disableSignIn'],
      },
    ],
    [
      'does not answer a request that wants a step at once which waits for an approval',
      false,
      {
        recorded: { ...revocation, awaiting: ['disableSignIn'] },
        enqueuedAt: at(-1),
        steps: ['disableSignIn'],
      },
    ],
    [
      'answers a request whose step would wait, where it came with that or had it wait',
      true,
      {
        recorded: { ...revocation, steps: ['removeConsents'], awaiting: ['disableSignIn'] },
        enqueuedAt: at(-1),
        awaiting: ['disableSignIn', 'removeConsents'],
      },
    ],
    [
      'does not answer a request of which another step would wait',
      false,
      {
        recorded: { ...revocation, awaiting: ['disableSignIn'] },
        enqueuedAt: at(-1),
        awaiting: ['removeConsents'],
      },
    ],
    [
      'does not answer the request that it was made for',
      false,
      { recorded: { ...revocation, outcomeId: mine }, enqueuedAt: at(-1) },
    ],
  ])(
    '%s',
    (_what, answers, { recorded = revocation, enqueuedAt, request = {}, steps = [], awaiting = [] }) => {
      const asked = { outcomeId: mine, steps, awaiting, ...(enqueuedAt && { enqueuedAt }) };
      expect(answersEarlierRequest(recorded, aRequest(request), asked)).toBe(answers);
    },
  );
});

describe('a request is a person’s', () => {
  const alert = { id: 'a-1' };
  it.each<[string, boolean, Partial<RevocationRequest>, { isApproved?: boolean; isReplay?: boolean }]>([
    ['not if an alert made it', false, { format: 'okta' }, {}],
    ['not if it is for an alert', false, { alert }, {}],
    ['if it names nobody and no alert', true, {}, {}],
    ['if it names a person', true, { alert, requestedBy: 'soc@contoso.com' }, {}],
    ['if a person has approved it', true, { alert }, { isApproved: true }],
    ['if a person has replayed it', true, { format: 'okta' }, { isReplay: true }],
  ])('%s', (_what, expected, changes, { isApproved = false, isReplay = false }) =>
    expect(isOfPerson({ request: aRequest(changes), isApproved, isReplay })).toBe(expected),
  );
});

describe('the entry of the last revocation of a user', () => {
  const key = userRevocationKey(TENANT_ID, AVERY_ID);
  it('is one for all spellings of the object id', () =>
    expect(userRevocationKey(TENANT_ID.toUpperCase(), AVERY_ID.toUpperCase())).toEqual(key));
  it('is another one in another tenant', () =>
    expect(userRevocationKey(OTHER_TENANT_ID, AVERY_ID)).not.toEqual(key));
});

describe('a user was revoked since a time', () => {
  const since = new Date('2026-11-23T10:00:00.000Z');
  it.each([
    ['2026-11-23T10:00:00Z', true],
    ['2026-11-24T00:00:00Z', true],
    ['2026-11-23T09:59:59Z', false],
    [undefined, false],
    ['not a time', false],
  ])('if the sessions are valid from %s: %s', (sessionsValidFrom, expected) => {
    const user = { id: 'u', signInTypes: [], ...(sessionsValidFrom !== undefined && { sessionsValidFrom }) };
    expect(wasRevokedSince(user, since)).toBe(expected);
  });
});
