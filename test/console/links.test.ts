import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acted } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import { actionOf, hashOf } from '../../shared/console/route';
import type { Action, State } from '../../shared/console/state';
import { shownWaiting } from '../../shared/console/state';
import { begun, listed, outcome, seen, streamed, text, waiting } from '../support/console-state';

const linked = (requestId = 'request'): State => acted(begun(), { kind: 'link', requestId });

describe('the link of a card', () => {
  it('leads to its request, which comes first among those that wait', () => {
    const state = arrived(linked('second'), listed(waiting(), waiting({ id: 'b', requestId: 'second' })));
    expect(state.tab).toBe('waiting');
    expect(shownWaiting(state).map(({ id }) => id)).toEqual(['b', 'approval-1']);
    expect(text(state)).toContain('The request of your link');
  });
  it('leads to the outcomes of its request once that is decided', () => {
    const state = arrived(linked(), listed(waiting({ requestId: 'other' })));
    expect(state).toMatchObject({ tab: 'outcomes', stream: { filter: { requestId: 'request' } } });
    expect(text(streamed(state, { value: [outcome()] }))).toContain('Request request');
    expect(hashOf(state)).toBe('#request=request');
  });
  it('says so where nothing is known of its request', () => {
    expect(text(streamed(arrived(linked(), listed()), {}))).toContain('Nothing is known of this request.');
  });
  it('leads nowhere else when its request is decided while it is looked at', () => {
    const looking = arrived(linked(), listed(waiting()));
    expect(arrived(looking, listed()).tab).toBe('waiting');
  });
  it('leads to it whatever was shown before, and in whichever tenant', () => {
    const before = acted(seen(waiting()), { kind: 'waitingTenant', tenant: 'northwind' });
    const state = arrived(acted(before, { kind: 'link', requestId: 'request' }), listed(waiting()));
    expect(text(state)).toContain('The request of your link');
  });
  it('counts no more once another part of the page is opened', () => {
    const state = acted(arrived(linked(), listed()), { kind: 'open', tab: 'outcomes' });
    expect(state).toMatchObject({ linked: undefined, stream: { filter: { requestId: '' } } });
  });
});

describe('the address of the page', () => {
  it.each<[string, Action]>([
    ['', { kind: 'open', tab: 'waiting' }],
    ['#', { kind: 'open', tab: 'waiting' }],
    ['#outcomes', { kind: 'open', tab: 'outcomes' }],
    ['#service', { kind: 'open', tab: 'service' }],
    ['#history', { kind: 'open', tab: 'history' }],
    ['#request=', { kind: 'open', tab: 'waiting' }],
    ['#request=%E0%A4%A', { kind: 'link', requestId: '\uFFFD%A' }],
    ['#request=inc-7', { kind: 'link', requestId: 'inc-7' }],
    ['#history=a%40b&tenant=t', { kind: 'search', user: 'a@b', tenant: 't' }],
    ['#constructor', { kind: 'open', tab: 'waiting' }],
  ])('%j asks for %j', (hash, action) => {
    expect(actionOf(hash)).toEqual(action);
  });
  it('leads back to what is shown, whatever the names', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one.trim() === one);
    fc.assert(
      fc.property(name, fc.string({ unit: 'grapheme' }), (one, tenant) => {
        const history = acted(begun(), { kind: 'search', user: one, tenant });
        expect(actionOf(hashOf(history))).toEqual({ kind: 'search', user: one, tenant });
        expect(actionOf(hashOf(linked(one)))).toEqual({ kind: 'link', requestId: one });
      }),
    );
    for (const tab of ['waiting', 'outcomes', 'history', 'service'] as const) {
      expect(actionOf(hashOf(acted(begun(), { kind: 'open', tab })))).toEqual({ kind: 'open', tab });
    }
  });
});
