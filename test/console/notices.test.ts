import { describe, expect, it } from '@jest/globals';
import { acted } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import type { Failure } from '../../shared/console/failure';
import { inOrder } from '../../shared/console/in-order';
import { announcement } from '../../shared/console/page-view';
import type { State } from '../../shared/console/state';
import { DIGEST, begun, buttonsOf, listed, seen, text, waiting, withStatus } from '../support/console-state';

const unread = (code: Failure['code'], state: State = seen(waiting())): State =>
  arrived(state, { kind: 'waiting', answer: { kind: 'failed', failure: { code } } });
const asked = (): State => {
  const approvals = [{ id: 'approval-1', digest: DIGEST }];
  return acted(seen(waiting()), { kind: 'ask', decision: 'approve', approvals, isMany: false });
};

describe('a notice', () => {
  it('that something could not be read goes once it is read again', () => {
    expect(unread('offline').notice?.text).toContain('cannot be reached');
    expect(arrived(unread('offline'), listed(waiting())).notice).toBeUndefined();
  });
  it('on what a person has done stays until they close it', () => {
    const failure = { code: 'notAllowed' } as const;
    const decided = arrived(acted(asked(), { kind: 'confirm' }), {
      kind: 'decided',
      results: [{ id: 'approval-1', result: { kind: 'failed', failure } }],
    });
    const later = arrived(decided, listed(waiting()));
    expect(later.notice?.text).toContain('You may not decide');
    expect(buttonsOf(later)).toContain('dismiss');
    expect(acted(later, { kind: 'dismiss' }).notice).toBeUndefined();
  });
  it('on the emergency switch is not taken for one that passes', () => {
    const refused = arrived(begun(), { kind: 'flipped', failure: { code: 'offline' } });
    expect(arrived(refused, listed()).notice?.text).toContain('cannot be reached');
  });
  it.each<[Failure['code'], boolean]>([
    ['unproven', true],
    ['noRole', true],
    ['offline', false],
  ])('of %s leads to a sign-in: %j', (code, leads) => {
    expect(buttonsOf(unread(code)).includes('notice-sign-in')).toBe(leads);
    expect(buttonsOf(unread(code, begun())).includes('sign-in-again')).toBe(leads);
  });
  it('is read aloud, with the result of each decision', () => {
    const notice = { tone: 'good', text: '2 of 2.', items: ['One.', 'Two.'] } as const;
    expect(announcement(arrived(begun(), { kind: 'notice', notice }))).toBe('2 of 2. One. Two.');
    expect(announcement(acted(asked(), { kind: 'confirm' }))).toBe('Sending…');
    expect(announcement(begun())).toBe('');
  });
});

describe('what cannot be shown', () => {
  it('has no button where another try is of no use', () => {
    const state = acted(begun(), { kind: 'search', user: 'nobody', tenant: '' });
    const answer = { kind: 'failed', failure: { code: 'notFound' } } as const;
    const found = arrived(state, { kind: 'history', searched: state.searched, isOlder: false, answer });
    expect(text(found)).toContain('Nothing was found.');
    expect(buttonsOf(found)).not.toContain('retry');
  });
  it('of the service is said once', () => {
    const answer = { kind: 'failed', failure: { code: 'unavailable' } } as const;
    const opened = acted(begun(), { kind: 'open', tab: 'service' });
    const state = arrived(arrived(opened, { kind: 'status', answer }), { kind: 'service', answer });
    expect(buttonsOf(state).filter((id) => id === 'retry')).toHaveLength(1);
  });
});

it('what is being decided on keeps its name until the answer comes', () => {
  const sending = arrived(acted(asked(), { kind: 'confirm' }), listed());
  const results = [{ id: 'approval-1', result: { kind: 'recorded' } }] as const;
  expect(arrived(sending, { kind: 'decided', results }).notice?.text).toContain('blake@contoso.com');
});

it.each([
  ['stopped', { switch: { state: 'stopped' } }, true],
  ['switched off', { enabled: false }, true],
  ['running', {}, false],
] as const)('while the service is %s, whether an approval is said to be idle', (_, changes, isSaid) => {
  expect(text(withStatus(seen(waiting()), changes)).includes('signs nobody out now')).toBe(isSaid);
});

it.each([
  ['\u202Emoc.live\u202C', '\uFFFDmoc.live\uFFFD'],
  ['a\u2066b\u2069', 'a\uFFFDb\uFFFD'],
  ['تسجيل دخول Zoë', 'تسجيل دخول Zoë'],
])('a text that turns its order round is shown as it was written: %j', (written, shown) => {
  expect(inOrder(written)).toBe(shown);
});
