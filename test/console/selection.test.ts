import { describe, expect, it } from '@jest/globals';
import { acted } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import type { State } from '../../shared/console/state';
import { DIGEST, OTHER, buttonsOf, byId, listed, seen, text, waiting } from '../support/console-state';

const first = waiting();
const second = waiting({
  id: 'approval-2',
  requestId: 'second',
  user: { reference: 'casey', userPrincipalName: 'casey@contoso.com' },
});
const select = (state: State, id: string): State =>
  acted(state, { kind: 'select', shown: { id, digest: DIGEST } });
const both = (): State => select(select(seen(first, second), 'approval-1'), 'approval-2');
const asked = (decision: 'approve' | 'decline' = 'approve'): State => {
  const state = both();
  return acted(state, { kind: 'ask', decision, approvals: state.selected, isMany: true });
};

describe('decisions on many requests', () => {
  it('begin by selecting them, which is not offered for a single one', () => {
    expect(byId(seen(first), 'select-approval-1')).toBeUndefined();
    expect(byId(both(), 'select-approval-1')?.attributes).toHaveProperty('checked');
    expect(select(both(), 'approval-1').selected.map(({ id }) => id)).toEqual(['approval-2']);
    expect(acted(seen(first, second), { kind: 'selectAll' }).selected).toHaveLength(2);
    expect(acted(both(), { kind: 'unselect' }).selected).toEqual([]);
  });
  it('are confirmed by a second tap that names how many and whom', () => {
    expect(text(asked())).toContain('Sign 2 users out everywhere?');
    expect(text(asked())).toContain('blake@contoso.com, casey@contoso.com');
    expect(buttonsOf(asked()).slice(-2)).toEqual(['cancel', 'confirm']);
    expect(buttonsOf(asked('decline')).slice(-2)).toEqual(['confirm', 'cancel']);
    expect(acted(asked(), { kind: 'cancel' })).toMatchObject({ asking: undefined, selected: { length: 2 } });
  });
  it('are asked for no more once one of them is another, and that one is not selected any more', () => {
    const changed = arrived(asked(), listed(first, { ...second, digest: OTHER }));
    expect(changed.asking).toBeUndefined();
    expect(changed.selected).toEqual([{ id: 'approval-1', digest: DIGEST }]);
    expect(changed.notice).toMatchObject({ tone: 'bad' });
    expect(arrived(both(), listed(second)).selected.map(({ id }) => id)).toEqual(['approval-2']);
  });
  it('each show how they ended', () => {
    const results = [
      { id: 'approval-1', result: { kind: 'recorded' } },
      { id: 'approval-2', result: { kind: 'failed', failure: { code: 'notAllowed' } } },
    ] as const;
    const after = arrived(acted(asked(), { kind: 'confirm' }), { kind: 'decided', results });
    expect(after.notice?.text).toBe('1 of 2 decisions were accepted.');
    expect(text(after)).toContain('Approved: blake@contoso.com');
    expect(text(after)).toContain('casey@contoso.com: You may not decide on this request.');
    expect(after).toMatchObject({ selected: [], waiting: { value: [{ id: 'approval-2' }] } });
  });
});
