import { describe, expect, it } from '@jest/globals';
import { revocationColumns, userRevocationColumns } from '../../../shared/adapters/ledger/entry-columns';
import type { OutcomeId } from '../../../shared/core/ids';
import { storedId } from '../../../shared/core/ids';

const revocation = { outcomeId: storedId<OutcomeId>('o-1'), revokedAt: '2026-11-23T10:00:00.000Z' };
const withSteps = { ...revocation, steps: ['disableSignIn', 'removeConsents'] } as const;

describe.each([
  ['of an alert', revocationColumns],
  ['of a user', userRevocationColumns],
])('a stored revocation %s', (_of, columns) => {
  it.each([revocation, withSteps, { ...withSteps, awaiting: ['disableDevices'] as const }])(
    'is read as it was written',
    (written) => expect(columns.read(columns.write(written))).toEqual(written),
  );
  it('has no column for steps where it came with none', () =>
    expect(columns.write(revocation)).not.toHaveProperty('steps'));
  it('is read where a later version has written a step that is not known', () =>
    expect(columns.read({ ...revocation, steps: '["disableSignIn","ofALaterVersion"]' })).toEqual({
      ...revocation,
      steps: ['disableSignIn'],
    }));
});
