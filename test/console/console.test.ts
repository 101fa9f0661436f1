import { describe, expect, it } from '@jest/globals';
import type { ApprovalItem } from '../../shared/api/schemas';
import { pageView } from '../../shared/console/page-view';
import type { Arrival, State } from '../../shared/console/state';
import { acted, arrived, initialState } from '../../shared/console/state';
import type { ElementView, View } from '../../shared/console/view';

const NOW = Date.parse('2026-11-26T03:12:00Z');
const [DIGEST, OTHER] = ['a'.repeat(64), 'b'.repeat(64)];

function waiting(changes: Partial<ApprovalItem> = {}): ApprovalItem {
  return {
    id: 'approval-1',
    digest: DIGEST,
    status: 'awaitingConfirmation',
    detail: 'The request asks for approval.',
    requestedAt: '2026-11-26T03:00:00Z',
    expiresAt: '2026-11-26T03:20:00Z',
    plan: { mode: 'revoke', methods: ['graph'] },
    user: { reference: 'blake', id: 'object-1', userPrincipalName: 'blake@contoso.com' },
    tenantId: 'tenant',
    requestId: 'request',
    ...changes,
  };
}

const listed = (...value: ApprovalItem[]): Arrival => ({
  kind: 'waiting',
  answer: { kind: 'loaded', value },
});
const seen = (...value: ApprovalItem[]): State =>
  arrived(initialState('en', NOW, 'lead@contoso.com'), listed(...value));
const asked = (decision: 'approve' | 'decline' = 'approve'): State =>
  acted(seen(waiting()), { kind: 'ask', id: 'approval-1', digest: DIGEST, decision });

function all(views: readonly View[]): ElementView[] {
  return views.flatMap((view) => (typeof view === 'string' ? [] : [view, ...all(view.children)]));
}
const elements = (state: State): ElementView[] => all(pageView(state));
const buttonsOf = (state: State): string[] =>
  elements(state).flatMap(({ tag, attributes }) => (tag === 'button' ? [attributes['id'] ?? ''] : []));
const textOf = (views: readonly View[]): string =>
  views.map((view) => (typeof view === 'string' ? view : textOf(view.children))).join(' ');
const text = (state: State): string => textOf(pageView(state));

describe('a decision', () => {
  it('is confirmed at another place than it was asked for, where cancel is', () => {
    const choices = buttonsOf(seen(waiting())).filter((id) => id.endsWith('approval-1'));
    expect(choices).toEqual(['approve-approval-1', 'decline-approval-1', 'history-approval-1']);
    expect(buttonsOf(asked('approve')).slice(-2)).toEqual(['cancel-approval-1', 'confirm-approval-1']);
    expect(buttonsOf(asked('decline')).slice(-2)).toEqual(['confirm-approval-1', 'cancel-approval-1']);
  });
  it('is asked for no more once something else is shown', () => {
    const changed = arrived(asked(), listed(waiting({ digest: OTHER })));
    expect(changed.asking).toBeUndefined();
    expect(changed.notice).toMatchObject({ tone: 'bad' });
    expect(arrived(asked(), listed()).asking).toBeUndefined();
    expect(arrived(asked(), listed(waiting())).asking).toMatchObject({ digest: DIGEST });
  });
  it.each([
    [{ kind: 'recorded' }, 'Approved: blake@contoso.com', 0],
    [{ kind: 'voted', count: 1, quorum: 2 }, '1 of 2', 1],
    [{ kind: 'failed', failure: { code: 'changed' } }, 'has changed', 1],
    [{ kind: 'failed', failure: { code: 'decided', detail: 'It was declined.' } }, 'It was declined.', 1],
    [{ kind: 'failed', failure: { code: 'noRole', role: 'Revocation.Approve' } }, 'Revocation.Approve', 1],
    [{ kind: 'failed', failure: { code: 'offline' } }, 'cannot be reached', 1],
  ] as const)('that ended as %j says so', (result, sentence, left) => {
    const state = arrived(acted(asked(), { kind: 'confirm' }), { kind: 'decided', result });
    expect(text(state)).toContain(sentence);
    expect(state.waiting).toMatchObject({ value: { length: left } });
    expect(state).toMatchObject({ isSending: false });
  });
  it('that is under way is not asked for twice', () => {
    const sending = acted(asked(), { kind: 'confirm' });
    expect(buttonsOf(sending).filter((id) => id.startsWith('confirm'))).toEqual([]);
  });
});

describe('what waits', () => {
  it('is shown with who, why, what would be done and how long', () => {
    const shown = text(seen(waiting({ reason: 'Token theft', requestedBy: 'soc@contoso.com' })));
    for (const part of [
      'blake@contoso.com',
      'Token theft',
      'soc@contoso.com',
      'Microsoft Entra ID',
      '8 min left',
    ]) {
      expect(shown).toContain(part);
    }
    const trial = waiting({ plan: { mode: 'whatIf', methods: ['graph'] } });
    expect(text(seen(trial))).toContain('Nothing is changed');
  });
  it.each([
    ['https://security.example/1', true],
    ['http://security.example/1', true],
    ['javascript:alert(1)', false],
    ['data:text/html,<script>', false],
    ['//security.example', false],
    ['', false],
  ])('has the link of its alert where it leads to the web: %s', (url, isLink) => {
    const links = elements(seen(waiting({ alert: { title: 'An alert', url } }))).filter(
      ({ tag }) => tag === 'a',
    );
    expect(links).toHaveLength(isLink ? 1 : 0);
    expect(links.every(({ attributes }) => attributes['rel'] === 'noopener noreferrer')).toBe(true);
  });
  it('stays in sight when it cannot be read again', () => {
    const answer = { kind: 'failed', failure: { code: 'offline' } } as const;
    const state = arrived(seen(waiting()), { kind: 'waiting', answer });
    expect(text(state)).toContain('blake@contoso.com');
    expect(text(state)).toContain('cannot be reached');
  });
});

it('a history that comes late is not shown for another user', () => {
  const found = acted(seen(), { kind: 'search', user: 'casey' });
  const value = { user: { id: 'blake' }, since: '2026-11-19T00:00:00Z', value: [] };
  const late: Arrival = { kind: 'history', user: 'blake', answer: { kind: 'loaded', value } };
  expect(arrived(found, late).history).toEqual({ kind: 'loading' });
});
