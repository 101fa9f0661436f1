import { describe, expect, it } from '@jest/globals';
import type { StatusItem } from '../../shared/api/operating-schemas';
import { acted, withFields } from '../../shared/console/acted';
import { arrived } from '../../shared/console/arrived';
import type { Flip, State } from '../../shared/console/state';
import { HOME, begun, buttonsOf, byId, status, text, withStatus } from '../support/console-state';

const opened = (changes: Partial<StatusItem> = {}): State =>
  withStatus(acted(begun(), { kind: 'open', tab: 'service' }), changes);
const stop = { id: 'stop-1', by: 'lead@contoso.com', reason: 'Spray', at: '2026-11-26T03:00:00Z' };
const stopped = { switch: { state: 'stopped', ...stop } } as const;
const asked = (flip: Flip, changes: Partial<StatusItem> = {}): State =>
  acted(opened(changes), { kind: 'askFlip', flip });

describe('the state of the service', () => {
  it.each<[string, Partial<StatusItem>]>([
    ['Running', {}],
    ['Stopped: nobody is signed out', stopped],
    ['Stopped: nobody is signed out', { ...stopped, enabled: false }],
    ['Switched off by its settings', { enabled: false }],
    ['Preview only', { mode: 'whatIf' }],
  ])('is headed %j', (headline, changes) => {
    expect(text(opened(changes))).toContain(headline);
  });
  it('has what is known', () => {
    const shown = text(
      opened({
        brake: [
          { limit: 25, windowSeconds: 3600, count: 3 },
          { tenant: 'northwind', limit: 5, windowSeconds: 600, count: 5, held: 2 },
        ],
        tenants: [
          { id: HOME, state: 'home' },
          { id: 'northwind', name: 'Northwind', state: 'disconnected' },
        ],
        waiting: { count: 2, oldestAt: '2026-11-26T03:00:00Z' },
      }),
    );
    for (const part of [
      '3 of 25 users in 60 min',
      'Northwind: 5 of 5 users in 10 min · holds 2',
      'Northwind · northwind (disconnected)',
      '42 %',
      '5f70bf18',
      '2, the oldest since',
    ]) {
      expect(shown).toContain(part);
    }
  });
  it('says of what is not known that it is not', () => {
    const { mode, enabled, policy, version } = status();
    const bare = { mode, enabled, policy, version };
    const value = acted(begun(), { kind: 'open', tab: 'service' });
    const state = arrived(value, { kind: 'status', answer: { kind: 'loaded', value: bare } });
    expect(text(state)).toContain('Whether it is stopped is not known');
    expect(text(state).match(/not known/g)).toHaveLength(5);
    // A stop works whatever the switch says.
    expect(buttonsOf(state)).toContain('flip');
  });
  it('shows its checks, those that do not pass first', () => {
    const checks = [
      { name: 'broker', status: 'ok', detail: 'fine' },
      { name: 'quota', status: 'warning', detail: 'nearly used' },
      { name: 'ledger', status: 'failed', detail: 'no access' },
    ];
    const answer = { kind: 'loaded', value: { status: 'unhealthy', checks } } as const;
    const shown = text(arrived(opened(), { kind: 'service', answer }));
    expect(shown).toMatch(/A check has failed.*ledger.*quota.*broker/);
  });
});

describe('the emergency switch', () => {
  it('is set by a second tap, with a reason', () => {
    const asking = asked({ kind: 'stop' });
    expect(buttonsOf(asking).slice(-2)).toEqual(['cancel', 'confirm']);
    expect(byId(asking, 'reason')?.attributes).toHaveProperty('required');
    const flip = { kind: 'flip', reason: '' } as const;
    expect(acted(asking, withFields(flip, { reason: '  ' })).isSending).toBe(false);
    expect(acted(asking, withFields(flip, { reason: 'Spray' })).isSending).toBe(true);
    expect(acted(opened(), { kind: 'flip', reason: 'Spray' }).isSending).toBe(false);
  });
  it('says who has stopped it, when and why, and resumes that stop alone', () => {
    const state = opened(stopped);
    for (const part of ['Spray', 'lead@contoso.com', 'Resume']) expect(text(state)).toContain(part);
    const flip = { kind: 'resume', stop: 'stop-1' } as const;
    expect(byId(state, 'flip')?.action).toEqual({ kind: 'askFlip', flip });
    expect(withStatus(asked(flip, stopped), stopped).flipping).toEqual(flip);
    const other = { switch: { ...stopped.switch, id: 'stop-2' } };
    expect(withStatus(asked(flip, stopped), other).flipping).toBeUndefined();
  });
  it('that was set by hand has no id by which it could be resumed here, and the page says so', () => {
    const byHand = opened({ switch: { state: 'stopped' } });
    expect(byId(byHand, 'flip')?.action).toEqual({ kind: 'askFlip', flip: { kind: 'stop' } });
    expect(text(byHand)).toContain('cannot be resumed here');
    expect(text(opened(stopped))).not.toContain('cannot be resumed here');
  });
  it.each<[Flip, string]>([
    [{ kind: 'stop' }, 'Stopped.'],
    [{ kind: 'resume', stop: 'stop-1' }, 'Resumed.'],
  ])('says that %j is done, or why not', (flip, sentence) => {
    const sending = acted(asked(flip), { kind: 'flip', reason: 'Spray' });
    expect(arrived(sending, { kind: 'flipped' }).notice?.text).toContain(sentence);
    const failure = { code: 'noRole', role: 'Revocation.Operate' } as const;
    const refused = arrived(sending, { kind: 'flipped', failure });
    expect(refused).toMatchObject({ isSending: false, notice: { tone: 'bad' } });
    expect(text(refused)).toContain('Revocation.Operate');
  });
});
