import { describe, expect, it } from '@jest/globals';
import { acted } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import type { Arrival, State, Verb } from '../../shared/console/state';
import {
  DIGEST,
  HOME,
  OTHER,
  buttonsOf,
  elements,
  listed,
  seen,
  text,
  waiting,
  withStatus,
} from '../support/console-state';

const shown = { id: 'approval-1', digest: DIGEST };
const asked = (decision: Verb = 'approve', from = seen(waiting())): State =>
  acted(from, { kind: 'ask', decision, approvals: [shown], isMany: false });

describe('a decision', () => {
  it('is confirmed at another place than it was asked for, where cancel is', () => {
    const choices = buttonsOf(seen(waiting())).filter((id) => id.endsWith('approval-1'));
    expect(choices).toEqual(['approve-approval-1', 'decline-approval-1', 'history-approval-1']);
    expect(buttonsOf(asked('approve')).slice(-2)).toEqual(['cancel', 'confirm']);
    expect(buttonsOf(asked('decline')).slice(-2)).toEqual(['confirm', 'cancel']);
  });
  it('is asked for no more once something else is shown', () => {
    const changed = arrived(asked(), listed(waiting({ digest: OTHER })));
    expect(changed.asking).toBeUndefined();
    expect(changed.notice).toMatchObject({ tone: 'bad' });
    expect(arrived(asked(), listed()).asking).toBeUndefined();
    expect(arrived(asked(), listed(waiting())).asking).toMatchObject({ approvals: [shown] });
  });
  it.each([
    [{ kind: 'recorded' }, 'Approved: blake@contoso.com', 0],
    [{ kind: 'voted', count: 1, quorum: 2 }, '1 of 2', 1],
    [{ kind: 'failed', failure: { code: 'changed' } }, 'has changed', 1],
    [{ kind: 'failed', failure: { code: 'decided', detail: 'It was declined.' } }, 'It was declined.', 1],
    [{ kind: 'failed', failure: { code: 'noRole', role: 'Revocation.Approve' } }, 'Revocation.Approve', 1],
    [{ kind: 'failed', failure: { code: 'offline' } }, 'cannot be reached', 1],
  ] as const)('that ended as %j says so', (result, sentence, left) => {
    const state = arrived(acted(asked(), { kind: 'confirm' }), {
      kind: 'decided',
      results: [{ id: 'approval-1', result }],
    });
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

describe('approvals of several people', () => {
  const approvers = [
    { id: 'deputy-id', userPrincipalName: 'deputy@contoso.com', at: '2026-11-26T03:01:00Z' },
  ];
  const approvals = { count: 1, quorum: 2 };
  it('are counted, with those who have approved', () => {
    expect(text(seen(waiting({ approvals, approvers })))).toContain('1 of 2 · deputy@contoso.com');
    expect(text(seen(waiting({ approvals: { count: 0, quorum: 2 } })))).toContain('0 of 2');
  });
  it('are not counted where one person decides, and not invented where they are not known', () => {
    expect(text(seen(waiting({ approvals: { count: 0, quorum: 1 } })))).not.toContain('Approvals so far');
    expect(text(seen(waiting()))).not.toContain('Approvals so far');
  });
  it('can be taken back by who has given them, with two taps', () => {
    const mine = waiting({ approvals, approvers: [{ id: 'lead', at: '2026-11-26T03:01:00Z' }] });
    const state = seen(mine);
    expect(buttonsOf(state)).toContain('withdraw-approval-1');
    expect(buttonsOf(state)).not.toContain('approve-approval-1');
    expect(buttonsOf(seen(waiting({ approvals, approvers })))).toContain('approve-approval-1');
    const asking = asked('withdraw', state);
    expect(text(asking)).toContain('Take back your approval');
    const results = [{ id: 'approval-1', result: { kind: 'withdrawn' } }] as const;
    const after = arrived(acted(asking, { kind: 'confirm' }), { kind: 'decided', results });
    expect(after).toMatchObject({ notice: { tone: 'good' }, waiting: { value: { length: 1 } } });
    expect(text(after)).toContain('is taken back');
  });
});

describe('what waits in several tenants', () => {
  const other = waiting({ id: 'approval-2', tenantId: 'northwind', requestId: 'second' });
  const state = withStatus(seen(waiting(), other), {
    tenants: [
      { id: HOME, state: 'home' },
      { id: 'northwind', name: 'Northwind', state: 'connected' },
    ],
  });
  it('names the tenant, and is shown for one of them if that is chosen', () => {
    expect(text(state)).toContain('Northwind');
    const chosen = acted(state, { kind: 'waitingTenant', tenant: 'northwind' });
    const cards = elements(chosen).filter(({ tag }) => tag === 'article');
    expect(cards.map(({ attributes }) => attributes['aria-labelledby'])).toEqual(['user-approval-2']);
    expect(text(chosen)).toContain('Waiting (2)');
  });
  it('is not to be chosen among where there is one tenant', () => {
    const single = withStatus(seen(waiting()));
    const searched = acted(single, { kind: 'search', user: 'blake', tenant: HOME });
    for (const state of [single, searched]) {
      expect(elements(state).filter(({ tag }) => tag === 'select')).toEqual([]);
    }
  });
  it.each([
    ['', HOME],
    ['northwind', 'northwind'],
    ['unknown', 'unknown'],
  ])('asks for a history in one of them, %j in %j, and not in all', (tenant, chosen) => {
    const searched = acted(state, { kind: 'search', user: 'blake', tenant });
    const options = elements(searched).filter(({ tag }) => tag === 'option');
    expect(options.map(({ attributes }) => attributes['value'])).not.toContain('');
    expect(options.filter(({ attributes }) => 'selected' in attributes)).toMatchObject([
      { attributes: { value: chosen } },
    ]);
  });
  it('leads to the history in its own tenant', () => {
    const actions = elements(state).map(({ action }) => action);
    expect(actions).toContainEqual({ kind: 'search', user: 'object-1', tenant: 'northwind' });
  });
});

it('a history that comes late is not shown for another user', () => {
  const blake = acted(seen(), { kind: 'search', user: 'blake', tenant: '' });
  const found = acted(blake, { kind: 'search', user: 'casey', tenant: '' });
  const value = { user: { id: 'blake' }, since: '2026-11-19T00:00:00Z', value: [] };
  const answer = { kind: 'loaded', value } as const;
  const late: Arrival = { kind: 'history', searched: blake.searched, isOlder: false, answer };
  expect(arrived(found, late).history).toEqual({ kind: 'loading' });
});

describe('a request to undo a containment', () => {
  const restore = {
    containment: 'c-1',
    changes: [{ step: 'disableSignIn' as const, id: 'u-1', name: 'blake' }],
    final: [{ step: 'removeAuthenticationMethods' as const, id: 'm-1', name: 'a passkey' }],
  };
  it('shows what comes back and what does not, and asks for that and not for a sign-out', () => {
    expect(text(seen(waiting({ restore })))).toMatch(/Then comes back\s+Sign-in:\s+blake/);
    expect(text(seen(waiting({ restore })))).toMatch(/Cannot come back\s+Authentication method:\s+a passkey/);
    const question = text(asked('approve', seen(waiting({ restore }))));
    expect(question).toContain('Sign blake@contoso.com out once more, and bring back what was changed?');
    expect(question).not.toContain('everywhere?');
    expect(text(asked('decline', seen(waiting({ restore }))))).toContain(
      'Leave blake@contoso.com contained?',
    );
  });
  it('is not selected with others: the question about these is another one', () => {
    const others = [waiting({ id: 'approval-2' }), waiting({ id: 'approval-3' })];
    const state = seen(waiting({ restore }), ...others);
    expect(elements(state).some(({ attributes }) => attributes['id'] === 'select-approval-1')).toBe(false);
    expect(acted(state, { kind: 'selectAll' }).selected.map(({ id }) => id)).toEqual([
      'approval-2',
      'approval-3',
    ]);
  });
  it('that is declined leaves the user contained', () => {
    const state = arrived(acted(asked('decline', seen(waiting({ restore }))), { kind: 'confirm' }), {
      kind: 'decided',
      results: [{ id: 'approval-1', result: { kind: 'recorded' } }],
    });
    expect(text(state)).toContain('Declined: blake@contoso.com stays contained.');
  });
});

describe('a request to take steps of a containment', () => {
  const contain = { containment: 'c-1', steps: ['disableSignIn' as const, 'disableDevices' as const] };
  const item = waiting({ contain, plan: { mode: 'revoke', methods: [], steps: [...contain.steps] } });
  it('shows the steps and no sign-out, and asks for these', () => {
    expect(text(seen(item))).toContain('Only the steps below are taken.');
    expect(text(seen(item))).toContain('Disable sign-in, Disable added devices');
    expect(text(seen(item))).not.toContain('All sessions end');
    expect(text(asked('approve', seen(item)))).toContain('Take these steps on blake@contoso.com?');
    expect(text(asked('decline', seen(item)))).toContain('Take none of these steps on blake@contoso.com?');
  });
  it('is not selected with others', () => {
    const state = seen(item, waiting({ id: 'approval-2' }), waiting({ id: 'approval-3' }));
    expect(acted(state, { kind: 'selectAll' }).selected.map(({ id }) => id)).toEqual([
      'approval-2',
      'approval-3',
    ]);
  });
  it('that is declined says that no step is taken', () => {
    const state = arrived(acted(asked('decline', seen(item)), { kind: 'confirm' }), {
      kind: 'decided',
      results: [{ id: 'approval-1', result: { kind: 'recorded' } }],
    });
    expect(text(state)).toContain('Declined: none of the steps is taken on blake@contoso.com.');
  });
});
