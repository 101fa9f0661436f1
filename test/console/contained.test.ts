import { describe, expect, it } from '@jest/globals';
import { acted } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import { containmentsPath, openContainmentsPath } from '../../shared/console/containments-path';
import { itemView, stateName, stepNames } from '../../shared/console/contained-words';
import type { Arrival, State } from '../../shared/console/state';
import { stringsOf } from '../../shared/console/strings';
import type { changeStates } from '../../shared/core/contained-item';
import { containedItemKinds } from '../../shared/core/contained-item';
import { containmentStates } from '../../shared/core/containment';
import { containmentSteps } from '../../shared/core/containment-step';
import {
  begun,
  buttonsOf,
  byId,
  containment,
  elements,
  historyOf,
  historyOfBlake,
  listed,
  outcome,
  streamed,
  text,
  textOf,
  waiting,
  withContained,
} from '../support/console-state';

const phone = { kind: 'authenticationMethod', id: 'm-2', name: 'phone ··42' } as const;
const ofRequest = (): State => {
  const linked = acted(begun(), { kind: 'link', requestId: 'request' });
  return streamed(arrived(linked, listed()), { value: [outcome()] });
};
const withRoles = (state: State, ...names: string[]): State =>
  arrived(state, { kind: 'roles', roles: names.map((name) => `Revocation.${name}`) });

describe('what was done beside signing out', () => {
  it.each([
    ['of a user', historyOf(), '/api/containments?user=blake&top=100'],
    ['of a request', ofRequest(), '/api/containments?requestId=request&top=100'],
    ['of all outcomes', acted(begun(), { kind: 'open', tab: 'outcomes' }), undefined],
    ['of nobody', acted(begun(), { kind: 'open', tab: 'history' }), undefined],
    ['of what waits', begun(), undefined],
  ])('is asked for %s', (_, state, path) => {
    expect(containmentsPath(state)).toBe(path);
  });
  it.each([
    ['open', true],
    ['restoring', true],
    ['restored', false],
    ['givenUp', false],
  ] as const)('is read again by itself while it is %s: %j', (state, isRead) => {
    const shown = withContained(historyOf(), containment({ state }));
    expect(openContainmentsPath(shown)).toBe(isRead ? containmentsPath(shown) : undefined);
    expect(openContainmentsPath(acted(shown, { kind: 'open', tab: 'service' }))).toBeUndefined();
    expect(openContainmentsPath(historyOf())).toBeUndefined();
  });
  it.each([
    ['the history of a user', historyOf()],
    ['the outcomes of a request', ofRequest()],
  ])('is shown in %s: since when, by which steps, what is changed and what is final', (_, state) => {
    const shown = text(withContained(state, containment()));
    for (const part of [
      /Contained\s+blake@contoso\.com\s+Since/,
      /Steps\s+Disable sign-in, Remove added authentication methods/,
      /Changed\s+Sign-in\s+Cannot come back/,
      /Cannot come back\s+Authentication method:\s+a passkey/,
    ]) {
      expect(shown).toMatch(part);
    }
    expect(shown).not.toContain('object-1');
    expect(text(state)).not.toContain('Contained');
  });
  it('lists what came back, what was not ours, what was left and why, and what may have been changed', () => {
    const change = (state: (typeof changeStates)[number], name: string) =>
      ({ step: 'disableDevices', item: { kind: 'device', id: name, name }, state }) as const;
    const shown = text(
      withContained(
        historyOf(),
        containment({
          changes: [change('restored', 'laptop'), change('notOurs', 'tablet'), change('intended', 'tower')],
          kept: [{ item: { ...phone, addedAt: '2026-11-01T10:00:00Z' }, reason: 'It is older.' }],
        }),
      ),
    );
    expect(shown).toMatch(/Is back\s+Device:\s+laptop/);
    expect(shown).toMatch(/Changed by others since\s+Device:\s+tablet/);
    expect(shown).toMatch(/Changed\s+Device:\s+tower\s+· not certain whether it was changed/);
    expect(shown).toMatch(/Left as it was\s+Authentication method:\s+phone ··42\s+· added Nov 1, 2026/);
    expect(shown).toContain('It is older.');
  });
  it('says who has ended it, when and why, and offers nothing more then', () => {
    const over = containment({
      state: 'givenUp',
      endedAt: '2026-11-26T03:00:00Z',
      endedBy: 'lead@contoso.com',
      endedReason: 'The user has left',
    });
    const state = withContained(historyOf(), over);
    expect(text(state)).toMatch(/Given up.*Ended by\s+lead@contoso\.com.*The user has left/s);
    expect(buttonsOf(state)).not.toContain('restore-c-1');
  });
  it('names what others have written in elements of its own, and survives what is not a time', () => {
    const name = '<b>\u202Ephone';
    const item = { ...phone, name, addedAt: 'yesterday' };
    const shown = withContained(
      historyOf(),
      containment({ changes: [{ step: 'removeAuthenticationMethods', item, state: 'made' }] }),
    );
    const own = elements(shown).filter(({ attributes }) => attributes['class'] === 'text');
    expect(own.map(({ children }) => children)).toContainEqual([name]);
    expect(text(shown)).toContain('added yesterday');
  });
  it('is known of a request whose outcomes are kept no longer', () => {
    const linked = arrived(acted(begun(), { kind: 'link', requestId: 'request' }), listed());
    const unknown = streamed(linked, { value: [] });
    expect(text(unknown)).toContain('Nothing is known of this request.');
    expect(text(withContained(unknown, containment()))).not.toContain('Nothing is known of this request.');
  });
  it('is not shown for somebody else when it comes late', () => {
    const blake = historyOf();
    const path = containmentsPath(blake) ?? '';
    const casey = acted(blake, { kind: 'search', user: 'casey', tenant: '' });
    const late: Arrival = {
      kind: 'contained',
      path,
      answer: { kind: 'loaded', value: { value: [containment()] } },
    };
    expect(arrived(casey, late).contained).toBeUndefined();
    const shown = withContained(blake, containment());
    const other = acted(shown, { kind: 'search', user: 'casey', tenant: '' });
    expect(text(arrived(other, historyOfBlake(other, [])))).not.toContain('Disable sign-in');
  });
  it('says that it cannot be shown, and stays in sight once it was', () => {
    const answer = { kind: 'failed', failure: { code: 'unavailable' } } as const;
    const failed = (state: State): State =>
      arrived(state, { kind: 'contained', path: containmentsPath(state) ?? '', answer });
    expect(text(failed(historyOf()))).toContain(
      'What was done beside signing out cannot be shown. The service',
    );
    const state = failed(withContained(historyOf(), containment()));
    expect(text(state)).toContain('Disable sign-in');
    expect(state.notice).toMatchObject({ tone: 'bad', unread: 'unavailable' });
  });
});

describe('the end of a containment', () => {
  const shownTo = (...names: string[]): State =>
    withContained(withRoles(historyOf(), ...names), containment());
  const offers = (state: State): string[] => buttonsOf(state).filter((id) => id.endsWith('-c-1'));
  it('is offered by roles, and giving up is the less prominent', () => {
    expect(offers(shownTo('Read'))).toEqual([]);
    expect(text(shownTo('Read'))).toContain('takes the role Revocation.Approve');
    expect(offers(shownTo('Approve'))).toEqual(['restore-c-1']);
    expect(offers(shownTo('Operate'))).toEqual(['give-up-c-1']);
    const both = shownTo('Approve', 'Operate');
    expect(offers(both)).toEqual(['restore-c-1', 'give-up-c-1']);
    expect(byId(both, 'give-up-c-1')?.attributes['class']).toBe('plain');
    expect(byId(both, 'restore-c-1')?.attributes['aria-describedby']).toBe('contained-c-1');
  });
  it('is not offered to the user concerned', () => {
    const own = containment({ user: { reference: 'lead', id: 'lead' } });
    const state = withContained(historyOf(), own);
    expect(offers(state)).toEqual([]);
    expect(text(state)).toContain('about your own account');
  });
  it('is not offered while a request for it waits, to which the page leads', () => {
    const restore = { containment: 'c-1', changes: [], final: [] };
    const asked = arrived(
      shownTo('Approve', 'Operate'),
      listed(waiting({ restore, approvals: { count: 1, quorum: 2 } })),
    );
    expect(offers(asked)).toEqual(['waits-c-1']);
    expect(text(asked)).toContain('1 of 2 have approved');
    expect(byId(asked, 'waits-c-1')?.action).toEqual({ kind: 'link', requestId: 'request' });
    const other = arrived(
      shownTo('Approve'),
      listed(waiting({ restore: { ...restore, containment: 'c-2' } })),
    );
    expect(offers(other)).toEqual(['restore-c-1']);
  });
});

it.each(['en', 'fr'] as const)('every step, item and state has a name of its own in %s', (language) => {
  const strings = stringsOf(language);
  const names = [
    ...containmentSteps.map((step) => stepNames(strings, [step]) ?? ''),
    ...containedItemKinds.map((kind) => textOf([itemView(strings, { kind, name: 'x' }, 'x')])),
    ...containmentStates.map((state) => stateName(strings, state)),
  ];
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /\w/.test(name))).toBe(true);
});
