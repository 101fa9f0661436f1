import { describe, expect, it } from '@jest/globals';
import { acted, withFields } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import { openContainmentsPath } from '../../shared/console/containments-path';
import { announcement } from '../../shared/console/page-view';
import type { Foreseen, State, Undoing, Undone } from '../../shared/console/state';
import {
  HOME,
  buttonsOf,
  byId,
  containment,
  elements,
  historyOf,
  historyOfBlake,
  outcome,
  text,
  withContained,
} from '../support/console-state';

const user = { reference: 'blake', id: 'object-1', userPrincipalName: 'blake@contoso.com' };
const awaited = { containment: 'c-1', approval: 'approval-9' };
const foreseen = (changes: Partial<Foreseen> = {}): Foreseen => ({
  containment: 'c-1',
  tenantId: HOME,
  user,
  status: 'whatIf',
  changes: [{ step: 'disableSignIn', id: 'object-1', name: 'object-1' }],
  final: [{ step: 'removeAuthenticationMethods', id: 'k-1', name: 'a passkey' }],
  ...changes,
});
const shown = (): State => withContained(historyOf(), containment());
const asked = (undo: Undoing['kind'] = 'restore'): State =>
  acted(shown(), { kind: 'askUndo', undo, entry: containment() });
const seen = (changes: Partial<Foreseen> = {}): State =>
  arrived(asked(), {
    kind: 'foreseen',
    containment: 'c-1',
    answer: { kind: 'loaded', value: [foreseen(changes)] },
  });
const sent = (from = seen()): State => acted(from, { kind: 'undo', reason: 'A false alert' });
const answered = (result: Undone['result'], from = sent()): State =>
  arrived(from, { kind: 'undone', results: [{ name: 'blake@contoso.com', result }] });
const isAsked = ({ undoing }: State): boolean => undoing !== undefined;

describe('a restore', () => {
  it('first shows what comes back and what is final, and can be sent only then', () => {
    expect(text(asked())).toContain('Sign blake@contoso.com out once more, and bring back what was changed?');
    expect(byId(asked(), 'undo-form')).toBeUndefined();
    expect(buttonsOf(asked())).toContain('cancel');
    expect(sent(asked()).isSending).toBe(false);
    expect(text(seen())).toMatch(
      /Then comes back\s+Sign-in\s+Cannot come back\s+Authentication method:\s+a passkey/,
    );
    expect(byId(seen(), 'undo-form')?.action).toEqual({ kind: 'undo', reason: '' });
    expect(sent().isSending).toBe(true);
  });
  it('has cancel where the first tap was, the confirmation after it, and what a screen reader says', () => {
    expect(buttonsOf(seen()).slice(-2)).toEqual(['cancel', 'confirm']);
    expect(byId(seen(), 'question')?.attributes['data-focus']).toBe('true');
    expect(announcement(seen())).toBe(
      'Then comes back: Sign-in. Cannot come back: Authentication method a passkey.',
    );
    expect(announcement(asked())).toBe('');
    expect(announcement(sent())).toBe('Sending…');
  });
  it('is not sent without a reason, nor twice', () => {
    expect(withFields({ kind: 'undo', reason: '' }, { reason: ' false alert ' })).toEqual({
      kind: 'undo',
      reason: 'false alert',
    });
    expect(acted(seen(), { kind: 'undo', reason: '' }).isSending).toBe(false);
    expect(byId(sent(), 'confirm')).toBeUndefined();
    const fields = elements(seen()).filter(({ attributes }) => attributes['name'] === 'reason');
    expect(fields).toMatchObject([
      { attributes: { id: 'reason-restore-c-1', required: '', maxlength: '500' } },
    ]);
  });
  it('that would be refused says why, and cannot be sent', () => {
    const refused = seen({ refusal: 'A newer alert on the user is open.' });
    expect(text(refused)).toContain('It is refused now: A newer alert on the user is open.');
    expect(byId(refused, 'confirm')).toBeUndefined();
    expect(buttonsOf(refused)).toContain('cancel');
    expect(sent(refused).isSending).toBe(false);
  });
  it('that brings nothing back says so', () => {
    expect(text(seen({ changes: [] }))).toContain('Nothing comes back: the user is signed out once more');
    expect(text(seen())).not.toContain('Nothing comes back');
  });
  it('whose preview has failed, or comes late, is not asked about', () => {
    const answer = { kind: 'failed', failure: { code: 'notFound', detail: 'It has ended.' } } as const;
    const failed = arrived(asked(), { kind: 'foreseen', containment: 'c-1', answer });
    expect(isAsked(failed)).toBe(false);
    expect(failed.notice).toMatchObject({ tone: 'bad', text: 'Nothing was found. (It has ended.)' });
    expect(
      arrived(asked(), {
        kind: 'foreseen',
        containment: 'c-2',
        answer: { kind: 'loaded', value: [foreseen()] },
      }).undoing,
    ).toMatchObject({ foreseen: { kind: 'loading' } });
  });
  it.each([
    ['has ended', containment({ state: 'restored' })],
    ['is being undone', containment({ state: 'restoring' })],
    ['has changed more', containment({ changes: [] })],
    ['is gone', containment({ containment: 'c-2' })],
  ])('is asked about no more once its containment %s', (_, entry) => {
    const state = withContained(seen(), entry);
    expect(isAsked(state)).toBe(false);
    expect(state.notice).toMatchObject({ tone: 'bad' });
    expect(isAsked(withContained(seen(), containment()))).toBe(true);
    expect(isAsked(withContained(sent(), entry))).toBe(true);
  });
  it.each([
    ['cancel', { kind: 'cancel' }],
    ['another part of the page', { kind: 'open', tab: 'waiting' }],
    ['another user', { kind: 'search', user: 'casey', tenant: '' }],
  ] as const)('is asked about no more after %s', (_, action) => {
    expect(isAsked(acted(seen(), action))).toBe(false);
  });
});

describe('the answer to a restore', () => {
  it.each<[Undone['result'], string, 'good' | 'bad']>([
    [{ kind: 'accepted', awaited }, 'Accepted: blake@contoso.com is signed out once more', 'good'],
    [{ kind: 'voted', count: 1, quorum: 2, awaited }, '1 of 2. Somebody else must approve too.', 'good'],
    [
      { kind: 'failed', failure: { code: 'notPossible', detail: 'A newer alert is open.' } },
      'This is not possible now. (A newer alert is open.)',
      'bad',
    ],
    [{ kind: 'failed', failure: { code: 'notAllowed', detail: 'It is you.' } }, '(It is you.)', 'bad'],
  ])('%j is said', (result, sentence, tone) => {
    const state = answered(result);
    expect(state.notice?.text).toContain(sentence);
    expect(state).toMatchObject({ notice: { tone }, isSending: false, undoing: undefined });
  });
  it('is said of each containment, and is bad where one is refused', () => {
    const state = arrived(sent(), {
      kind: 'undone',
      results: [
        { name: 'blake', result: { kind: 'accepted', awaited } },
        { name: 'casey', result: { kind: 'failed', failure: { code: 'changed' } } },
      ],
    });
    expect(state.notice).toMatchObject({ tone: 'bad' });
    expect(state.notice?.text).toMatch(/Accepted: blake.*casey: This request has changed/);
  });
});

describe('the outcome of a restore', () => {
  const accepted = (): State => answered({ kind: 'accepted', awaited });
  const end = (status: 'restored' | 'failed' | 'awaitingConfirmation', id = 'approval-9') =>
    outcome({
      id: `end-${status}`,
      status,
      message: `It ended: ${status}.`,
      confirmation: { id, expiresAt: '2026-11-26T03:20:00Z' },
    });
  const after = (one: ReturnType<typeof end>, from = accepted()): State =>
    arrived(from, historyOfBlake(from, [one]));
  it('is awaited in place of the buttons, and only of what was accepted', () => {
    expect(text(accepted())).toContain('The outcome follows here.');
    expect(buttonsOf(accepted())).not.toContain('restore-c-1');
    const failed = answered({ kind: 'failed', failure: { code: 'offline' } });
    expect(buttonsOf(failed)).toContain('restore-c-1');
  });
  it.each([
    ['restored', 'good'],
    ['failed', 'bad'],
  ] as const)(
    '%s is said when it comes, and the containment can be undone again if it is still open',
    (status, tone) => {
      const state = after(end(status));
      expect(state.notice).toEqual({ tone, text: `It ended: ${status}.` });
      expect(state.awaited).toEqual([]);
      expect(buttonsOf(state)).toContain('restore-c-1');
      expect(after(end(status), state)).toMatchObject({ notice: state.notice });
    },
  );
  it('is still asked for where the containment has ended before it came', () => {
    const ended = withContained(accepted(), containment({ state: 'restored' }));
    expect(openContainmentsPath(ended)).toBeDefined();
    expect(openContainmentsPath(after(end('restored'), ended))).toBeUndefined();
  });
  it('is not taken from the outcome that announces it, nor from that of another request', () => {
    expect(after(end('awaitingConfirmation')).awaited).toEqual([awaited]);
    expect(after(end('restored', 'approval-8')).awaited).toEqual([awaited]);
  });
  it('comes before the outcomes that are shown, of which none is lost', () => {
    const older = historyOf([outcome({ id: 'first' })]);
    const state = arrived(older, historyOfBlake(older, [end('restored'), outcome({ id: 'first' })]));
    const more = arrived(state, historyOfBlake(state, [outcome({ id: 'oldest' })], true));
    expect(more.history).toMatchObject({
      value: { value: [{ id: 'end-restored' }, { id: 'first' }, { id: 'oldest' }] },
    });
  });
});

describe('giving up', () => {
  it('asks for a reason at once, and says that nothing is brought back any more', () => {
    expect(text(asked('giveUp'))).toContain('This service then brings nothing of it back any more.');
    expect(byId(asked('giveUp'), 'reason-giveUp-c-1')).toBeDefined();
    expect(sent(asked('giveUp')).isSending).toBe(true);
    const over = answered({ kind: 'givenUp' }, sent(asked('giveUp')));
    expect(over.notice).toMatchObject({ tone: 'good' });
    expect(over.awaited).toEqual([]);
  });
});
