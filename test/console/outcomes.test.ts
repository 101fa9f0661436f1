import { describe, expect, it } from '@jest/globals';
import { acted, withFields } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import { everyOutcome, filterOf, outcomesPath, statusGroups } from '../../shared/console/outcome-filter';
import type { State } from '../../shared/console/state';
import { statuses } from '../../shared/core/outcome';
import { NOW, begun, byId, outcome, streamed, text } from '../support/console-state';

const opened = (): State => acted(begun(), { kind: 'open', tab: 'outcomes' });
const queryOf = (path: string): URLSearchParams => new URL(path, 'https://app').searchParams;
const idsOf = ({ stream: { list } }: State): string[] =>
  list.kind === 'loaded' ? list.value.value.map(({ id }) => id) : [];

describe('a filter of outcomes', () => {
  it('asks for every status in one of its groups, and in one alone', () => {
    const listed = statusGroups.flatMap((group) =>
      (queryOf(outcomesPath({ ...everyOutcome, group }, NOW)).get('status') ?? '').split(','),
    );
    expect(listed.toSorted()).toEqual(statuses.toSorted());
  });
  it('asks for nothing that is empty', () => {
    expect(outcomesPath(everyOutcome, NOW)).toBe('/api/outcomes?top=50');
  });
  it('is read from its form, and what it does not know is as if it were empty', () => {
    const fields = { group: 'waits', user: ' a&b@contoso.com ', tenant: 'northwind', period: 'hour' };
    const query = queryOf(outcomesPath(filterOf(fields), NOW));
    expect(query.get('user')).toBe('a&b@contoso.com');
    expect(query.get('tenant')).toBe('northwind');
    expect(query.get('since')).toBe('2026-11-26T02:12:00.000Z');
    expect(filterOf({ group: 'x', period: 'y' })).toEqual(everyOutcome);
  });
  it('empties what is shown, and an answer to the filter before is not shown', () => {
    const before = opened();
    const action = withFields({ kind: 'filter', filter: everyOutcome }, { group: 'waits' });
    const state = acted(streamed(before, { value: [outcome()] }), action);
    expect(state.stream).toMatchObject({ filter: { group: 'waits' }, list: { kind: 'loading' } });
    const value = { since: '2026-11-19T03:12:00Z', value: [outcome()] };
    const answer = { kind: 'loaded', value } as const;
    const late = { kind: 'outcomes', filter: before.stream.filter, isOlder: false, answer } as const;
    expect(arrived(state, late).stream.list).toEqual({ kind: 'loading' });
  });
});

describe('the stream of outcomes', () => {
  it('leads from each outcome to the history of its user, in their tenant', () => {
    const state = streamed(opened(), { value: [outcome({ tenantId: 'northwind' })] });
    const action = byId(state, 'user-outcome-1')?.action;
    expect(action).toEqual({ kind: 'search', user: 'object-1', tenant: 'northwind' });
  });
  it('has outcomes of a whole message as well, which are about no user', () => {
    const { user: _user, ...rejected } = outcome({ status: 'rejected', message: 'No JSON.' });
    expect(text(streamed(opened(), { value: [rejected] }))).toContain('The whole message No JSON.');
  });
  it('has new ones first, each once, and keeps the older ones that were loaded', () => {
    const [one, two, three, four] = ['1', '2', '3', '4'].map((id) => outcome({ id }));
    if (!one || !two || !three || !four) throw new Error('There are four.');
    const shown = streamed(opened(), { value: [two, three], nextLink: '/older' });
    const older = streamed(shown, { value: [four] }, { isOlder: true });
    expect(idsOf(older)).toEqual(['2', '3', '4']);
    expect(byId(older, 'more')).toBeUndefined();
    const renewed = streamed(older, { value: [one, two], nextLink: '/other' });
    expect(idsOf(renewed)).toEqual(['1', '2', '3', '4']);
    expect(byId(renewed, 'more')).toBeUndefined();
  });
  it('begins again where outcomes may be missing between the new ones and those that are shown', () => {
    const shown = streamed(opened(), { value: [outcome({ id: 'old' })] });
    expect(idsOf(streamed(shown, { value: [outcome({ id: 'new' })], nextLink: '/x' }))).toEqual(['new']);
  });
  it('stays in sight when it cannot be read again', () => {
    const state = streamed(opened(), { value: [outcome()] });
    const answer = { kind: 'failed', failure: { code: 'offline' } } as const;
    const { filter } = state.stream;
    const after = arrived(state, { kind: 'outcomes', filter, isOlder: false, answer });
    expect(text(after)).toContain('blake@contoso.com');
    expect(text(after)).toContain('cannot be reached');
  });
  it('says since when, and that there may be older ones', () => {
    expect(text(streamed(opened(), { nextLink: '/older' }))).toContain('None so far');
    expect(text(streamed(opened(), {}))).toContain('No outcome fits.');
  });
});
