import { describe, expect, it } from '@jest/globals';
import type { OutcomeId } from '../../../shared/core/ids';
import { storedId } from '../../../shared/core/ids';
import { NOW, aPolicy, aRequest, found } from '../../support/builders';
import { given } from '../../support/given-when-then';
import { planFor } from '../../support/plan';

describe('what was done already', () => {
  const earlier = {
    kind: 'done',
    revocation: { outcomeId: storedId<OutcomeId>('earlier'), revokedAt: '2026-11-23T09:59:00.000Z' },
  } as const;
  const byAlert = { alert: { id: 'a-1' } };
  it('is not done again, and the outcome that did it is named', () => {
    given({ ...found(), earlier })
      .when(byAlert)
      .denies('duplicate', 'already signed out for this alert, at 2026-11-23T09:59:00.000Z');
    expect(planFor(aRequest(byAlert), { ...found(), earlier }, aPolicy(), NOW)).toMatchObject({
      about: 'user',
      denial: { duplicateOf: 'earlier' },
    });
  });
  it('does not hide that a user is none', () =>
    given({ ...found({ userType: 'Guest', externalUserState: 'Accepted' }), earlier })
      .when(byAlert)
      .denies('notApplicable'));
});
