import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LimitState } from '../../shared/core/limit';
import { countUser } from '../../shared/core/limit';
import { NOW } from '../support/builders';

const HOUR = 3_600_000;
const brake = { users: 2, windowMs: HOUR };
const at = (ms: number): Date => new Date(NOW.getTime() + ms);

/** Counts users in turn (`user@minutes`). Returns who was counted. */
function asked(steps: readonly string[], rule = brake): string[] {
  let state: LimitState = { counted: [] };
  return steps.map((step) => {
    const [user = '', minutes = '0'] = step.split('@');
    const { answer, next } = countUser(state, user, rule, at(Number(minutes) * 60_000));
    state = next ?? state;
    if (answer.kind === 'counted') return 'counted';
    return answer.tripped ? 'engaged' : 'full';
  });
}

describe('the brake', () => {
  it('lets so many users pass within the window, and no more', () =>
    expect(asked(['a@0', 'b@1', 'c@2', 'd@3'])).toEqual(['counted', 'counted', 'engaged', 'full']));
  it('counts a user once, however often', () =>
    expect(asked(['a@0', 'a@1', 'b@2', 'a@3', 'b@4'])).toEqual([
      'counted',
      'counted',
      'counted',
      'counted',
      'counted',
    ]));
  it('lets others pass as soon as the window has slid on', () =>
    expect(asked(['a@0', 'b@30', 'c@59.9', 'c@60', 'd@61', 'd@90'])).toEqual([
      'counted',
      'counted',
      'engaged',
      'counted',
      'full',
      'counted',
    ]));
  it('counts a user from the last time, not from the first', () =>
    expect(asked(['a@0', 'b@1', 'a@50', 'c@61', 'd@62'])).toEqual([
      'counted',
      'counted',
      'counted',
      'counted',
      'engaged',
    ]));
  it('reports once per window that it holds', () =>
    expect(asked(['a@0', 'b@0', 'c@1', 'd@2', 'c@60', 'd@60', 'e@60.5', 'f@61'])).toEqual([
      'counted',
      'counted',
      'engaged',
      'full',
      'counted',
      'counted',
      'full',
      'engaged',
    ]));
  it('set to nobody lets nobody pass', () =>
    expect(asked(['a@0', 'b@100'], { users: 0, windowMs: HOUR })).toEqual(['engaged', 'engaged']));
  it('never lets more distinct users pass within any window than it is set to', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat({ max: 90 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, fc.nat({ max: 4 }), (list, users) => {
        const sorted = list.toSorted(([, one], [, other]) => one - other);
        const answers = asked(
          sorted.map(([user, minute]) => `${user}@${String(minute)}`),
          { users, windowMs: HOUR },
        );
        const passed = sorted.filter((_, n) => answers[n] === 'counted');
        for (const [, end] of passed) {
          const within = passed.filter(([, minute]) => minute > end - 60 && minute <= end);
          expect(new Set(within.map(([user]) => user)).size).toBeLessThanOrEqual(users);
        }
      }),
    );
  });
  it('lets who is counted pass again, though it has been set lower since', () => {
    const counted = ['a', 'b', 'c'].map((user) => ({ user, at: NOW.getTime() }));
    expect(countUser({ counted }, 'a', brake, at(1)).answer).toEqual({ kind: 'counted' });
    expect(countUser({ counted }, 'd', brake, at(1)).answer).toEqual({ kind: 'full', tripped: true });
  });
  it('changes nothing for who finds no room', () => {
    const state: LimitState = {
      counted: [
        { user: 'a', at: NOW.getTime() },
        { user: 'b', at: NOW.getTime() },
      ],
      trippedAt: NOW.getTime(),
    };
    expect(countUser(state, 'c', brake, at(1))).toEqual({ answer: { kind: 'full', tripped: false } });
  });
});
