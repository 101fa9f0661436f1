import { describe, expect, it } from '@jest/globals';
import { containedView } from '../../shared/cli/contained-view';
import type { ContainmentChange } from '../../shared/core/containment';
import { expiryOf, hasChanged } from '../../shared/core/containment';
import { foreseeRestore } from '../../shared/core/restore';
import { aContainment, averyId } from '../support/contained';

const signIn = { kind: 'signIn', id: averyId } as const;
const passkey = { kind: 'authenticationMethod', id: 'm-1', name: 'passkey' } as const;

function changesIn(state: ContainmentChange['state']): readonly ContainmentChange[] {
  return [
    { step: 'disableSignIn', item: signIn, state },
    { step: 'removeAuthenticationMethods', item: passkey, isFinal: true, state },
  ];
}

describe('what a restore would do', () => {
  it('names the sign-in by the user, whom nobody knows by an id', () =>
    expect(foreseeRestore(aContainment({ changes: changesIn('made') }))).toMatchObject({
      changes: [{ step: 'disableSignIn', name: 'avery@contoso.com' }],
      final: [{ step: 'removeAuthenticationMethods', name: 'passkey' }],
    }));
  it('names nothing of a step that failed, not even as final', () =>
    expect(foreseeRestore(aContainment({ changes: changesIn('notOurs') }))).toMatchObject({
      changes: [],
      final: [],
    }));
});

describe('a containment', () => {
  it.each(['intended', 'made', 'restored'] as const)(
    'has changed something, and is kept, when a change is %s',
    (state) => {
      const contained = aContainment({ changes: changesIn(state) });
      expect([hasChanged(contained), expiryOf(contained)]).toEqual([true, undefined]);
    },
  );
  it('has changed nothing when each step failed, and is removed after 90 days', () => {
    const contained = aContainment({ changes: changesIn('notOurs') });
    expect([hasChanged(contained), expiryOf(contained)]).toEqual([
      false,
      new Date(Date.parse(contained.startedAt) + 90 * 86_400_000),
    ]);
  });
});

describe('the list of who is contained', () => {
  const shown = (state: ContainmentChange['state']): readonly (string | undefined)[] => {
    const { requestId, tenantId, startedAt } = aContainment();
    const user = { reference: 'avery@contoso.com', id: averyId };
    const changes = changesIn(state).map(({ step, item, isFinal }) => ({
      step,
      item: { ...item },
      isFinal: isFinal === true,
      state,
    }));
    const record = { requestId, tenantId, user, state: 'open', startedAt, changes };
    return ['Changed', 'Final'].map((name) =>
      containedView.columns.find(({ heading }) => heading === name)?.text(record),
    );
  };
  it('has what was changed, and what is final', () =>
    expect(shown('made')).toEqual(['disableSignIn', 'removeAuthenticationMethods (passkey)']));
  it('has no change that failed', () => expect(shown('notOurs')).toEqual([undefined, undefined]));
});
