import { describe, expect, it } from '@jest/globals';
import { methodColumns, outcomeColumns } from '../../../shared/adapters/ledger/publication-columns';
import type { MethodName } from '../../../shared/core/method-name';
import { methodNames } from '../../../shared/core/method-name';
import type { OutcomeEntry } from '../../../shared/ports/ledger';
import { entryOf } from '../../contracts/ledger-sides';

const pendingIn = (pendingMethods: readonly MethodName[]): OutcomeEntry => {
  const { message, summary } = entryOf('o-1');
  return { message, summary: { ...summary, pendingMethods } };
};

describe('what is pending in a stored outcome', () => {
  it('is in columns apart, so that a version that knows no steps reads the methods', () => {
    const columns = outcomeColumns.write(pendingIn(['sharePoint', 'disableSignIn', 'revokeAgain']));
    expect(columns['pendingMethods']).toBe('["sharePoint"]');
    expect(columns['pendingSteps']).toBe('["disableSignIn","revokeAgain"]');
    expect(outcomeColumns.write(pendingIn(['disableSignIn']))['pendingMethods']).toBeUndefined();
  });
  it.each([[['sharePoint']], [['disableSignIn']], [methodNames]] as const)(
    'is read as it was written: %j',
    (names) =>
      expect(outcomeColumns.read(outcomeColumns.write(pendingIn(names))).summary.pendingMethods).toEqual(
        names,
      ),
  );
  it('has the steps that wait for an approval in a column apart as well', () => {
    const { message, summary } = entryOf('o-1');
    const awaitingSteps = ['disableSignIn', 'disableDevices'] as const;
    const columns = outcomeColumns.write({ message, summary: { ...summary, awaitingSteps } });
    expect(columns['awaitingSteps']).toBe('["disableSignIn","disableDevices"]');
    expect(columns['verdict']).not.toContain('awaitingSteps');
    expect(outcomeColumns.read(columns).summary).toEqual({ ...summary, awaitingSteps });
  });
  it('is absent where nothing is', () =>
    expect(outcomeColumns.read(outcomeColumns.write(entryOf('o-1'))).summary).not.toHaveProperty(
      'pendingMethods',
    ));
  it('is reported later by an event of each step', () => {
    const { message, summary } = entryOf('o-1');
    const event = {
      message,
      summary: { outcomeId: summary.id, method: 'revokeAgain', status: 'contained', attempts: 2 },
    } as const;
    expect(methodColumns.read(methodColumns.write(event)).summary).toEqual(event.summary);
  });
});
