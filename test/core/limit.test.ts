import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LimitState } from '../../shared/core/limit';
import { confirmPlace, releasePlace, reservePlace } from '../../shared/core/limit';
import { NOW } from '../support/builders';

const HOUR = 3_600_000;
const brake = { users: 2, windowMs: HOUR, repeats: 9 };
/** A revocation of its own. */
const place = (user: string, sender = 's', reservation = `r-${String(places++)}`) => ({
  user,
  sender,
  reservation,
});
let places = 0;
const at = (ms: number): Date => new Date(NOW.getTime() + ms);

/** Reserves places in turn (`user@minutes`), each confirmed at once. Returns who got one. */
function asked(steps: readonly string[], rule = brake): string[] {
  let state: LimitState = { counted: [] };
  return steps.map((step) => {
    const [user = '', minutes = '0'] = step.split('@');
    const now = at(Number(minutes) * 60_000);
    const request = place(user);
    const { answer, next } = reservePlace(state, request, rule, now);
    state = next ?? state;
    if (answer.kind === 'repeated') return 'repeated';
    if (answer.kind !== 'reserved') return answer.tripped ? 'engaged' : 'full';
    state = confirmPlace(state, request, now);
    return 'counted';
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
    expect(asked(['a@0', 'b@100'], { users: 0, windowMs: HOUR, repeats: 3 })).toEqual([
      'engaged',
      'engaged',
    ]));
  it('never lets more distinct users pass within any window than it is set to', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat({ max: 90 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, fc.nat({ max: 4 }), (list, users) => {
        const sorted = list.toSorted(([, one], [, other]) => one - other);
        const answers = asked(
          sorted.map(([user, minute]) => `${user}@${String(minute)}`),
          { users, windowMs: HOUR, repeats: 9 },
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
    const counted = ['a', 'b', 'c'].map((user) => ({ user, sender: 's', at: NOW.getTime() }));
    expect(reservePlace({ counted }, place('a'), brake, at(1)).answer).toEqual({ kind: 'reserved' });
    expect(reservePlace({ counted }, place('d'), brake, at(1)).answer).toEqual({
      kind: 'full',
      tripped: true,
    });
  });
  it('changes nothing for who finds no room, once that is known', () => {
    const counted = ['a', 'b'].map((user) => ({ user, sender: 's', at: NOW.getTime() }));
    const state: LimitState = { counted, refused: { s: NOW.getTime() }, trippedAt: NOW.getTime() };
    expect(reservePlace(state, place('c'), brake, at(1))).toEqual({
      answer: { kind: 'full', tripped: false },
    });
  });
});

describe('a reserved place', () => {
  const reserve = (state: LimitState, request: ReturnType<typeof place>, ms = 0): LimitState =>
    reservePlace(state, request, brake, at(ms)).next ?? state;
  const answer = (state: LimitState, user: string, ms: number) =>
    reservePlace(state, place(user), brake, at(ms)).answer.kind;
  const one = place('a');
  it('counts before its revocation has taken effect, and longer than the window while that is not known', () => {
    const state = reserve(reserve({ counted: [] }, one), place('b'));
    expect([answer(state, 'c', 1), answer(state, 'c', HOUR), answer(state, 'c', HOUR + 600_000)]).toEqual([
      'full',
      'full',
      'reserved',
    ]);
  });
  it('is dated again when its revocation takes effect', () => {
    const other = place('b');
    const reserved = reserve(reserve({ counted: [] }, one), other);
    const state = confirmPlace(confirmPlace(reserved, one, at(60_000)), other, at(60_000));
    expect([answer(state, 'c', HOUR + 59_999), answer(state, 'c', HOUR + 60_000)]).toEqual([
      'full',
      'reserved',
    ]);
  });
  it('is given back when its revocation fails', () => {
    const state = releasePlace(reserve(reserve({ counted: [] }, one), place('b')), one);
    expect(answer(state, 'c', 1)).toBe('reserved');
  });
  it('is found by a second try of the same revocation, and counted once', () => {
    const state = reserve(reserve({ counted: [] }, one), one, 1);
    expect(state.counted).toEqual([{ ...one, at: at(1).getTime() }]);
  });
  it('of a dead process never lets more people pass than the brake is set to', () => {
    const steps = fc.array(
      fc.record({
        user: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        sender: fc.constantFrom('s', 't'),
        ending: fc.constantFrom('confirmed', 'failed', 'dead'),
        afterMs: fc.nat({ max: 900_000 }),
        takesMs: fc.nat({ max: 500_000 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, fc.nat({ max: 4 }), (list, users) => {
        let [state, now]: [LimitState, number] = [{ counted: [] }, 0];
        const done: { readonly user: string; readonly ms: number }[] = [];
        for (const { user, sender, ending, afterMs, takesMs } of list) {
          now += afterMs;
          const request = place(user, sender);
          const { answer: given, next } = reservePlace(state, request, { ...brake, users }, at(now));
          state = next ?? state;
          if (given.kind !== 'reserved') continue;
          now += takesMs;
          if (ending === 'failed') state = releasePlace(state, request);
          if (ending === 'confirmed') state = confirmPlace(state, request, at(now));
          if (ending !== 'failed') done.push({ user, ms: now });
        }
        for (const { ms: end } of done) {
          const within = done.filter(({ ms }) => ms > end - HOUR && ms <= end);
          expect(new Set(within.map(({ user }) => user)).size).toBeLessThanOrEqual(users);
        }
      }),
    );
  });
});

describe('the share of a sender', () => {
  const four = { users: 4, windowMs: HOUR, repeats: 9 };
  const taken = (...places: readonly [string, string][]): LimitState => ({
    counted: places.map(([user, sender]) => ({ user, sender, at: NOW.getTime() })),
  });
  const answer = (state: LimitState, user: string) =>
    reservePlace(state, place(user, 's'), four, at(1)).answer.kind;
  it.each<[string, LimitState, string, string]>([
    ['all of it while nobody else asks', taken(['a', 's'], ['b', 's'], ['c', 's']), 'd', 'reserved'],
    ['half of it while another has a place', taken(['a', 's'], ['b', 's'], ['c', 't']), 'd', 'shareUsed'],
    ['its half, though others have theirs', taken(['a', 's'], ['c', 't']), 'd', 'reserved'],
    [
      'half of it while another was refused',
      { ...taken(['a', 's'], ['b', 's']), refused: { t: NOW.getTime() } },
      'd',
      'shareUsed',
    ],
    [
      'all of it once the other was refused long ago',
      { ...taken(['a', 's'], ['b', 's']), refused: { t: NOW.getTime() - HOUR } },
      'd',
      'reserved',
    ],
    ['users who are counted already', taken(['a', 's'], ['b', 's'], ['c', 't']), 'c', 'reserved'],
    [
      'all of it beside users whom the version before has counted',
      { counted: [...taken(['a', 's'], ['b', 's']).counted, { user: 'c', at: NOW.getTime() }] },
      'd',
      'reserved',
    ],
  ])('is %s', (_what, state, user, kind) => expect(answer(state, user)).toBe(kind));
});

describe('repeats', () => {
  const thrice = { users: 9, windowMs: HOUR, repeats: 3 };
  const state: LimitState = {
    counted: [0, 1, 2].map((ms) => ({ user: 'a', sender: 's', at: at(ms).getTime() })),
  };
  const answer = (user: string, sender: string, ms: number) =>
    reservePlace(state, place(user, sender), thrice, at(ms)).answer;
  it('of one user for one sender are as many as the brake allows within the window', () => {
    expect(answer('a', 's', 3)).toEqual({ kind: 'repeated', lastAt: at(2).getTime() });
    expect(answer('a', 's', HOUR).kind).toBe('reserved');
  });
  it('of another user, or for another sender, are counted apart', () => {
    expect(answer('b', 's', 3).kind).toBe('reserved');
    expect(answer('a', 't', 3).kind).toBe('reserved');
  });
  it('of which none has taken effect have no last time', () => {
    const reserved = ['r1', 'r2', 'r3'].map((reservation) => ({
      user: 'a',
      sender: 's',
      reservation,
      at: at(0).getTime(),
    }));
    const of = (counted: LimitState['counted']) =>
      reservePlace({ counted }, place('a', 's'), thrice, at(3)).answer;
    expect(of(reserved)).toEqual({ kind: 'repeated' });
    const [first, ...others] = reserved;
    if (!first) throw new Error('A place is missing.');
    expect(of([{ ...first, at: at(1).getTime(), isDone: true }, ...others])).toEqual({
      kind: 'repeated',
      lastAt: at(1).getTime(),
    });
  });
});

describe('that a sender was refused', () => {
  const one = { ...brake, users: 1 };
  const taken: LimitState = { counted: [{ user: 'a', at: at(0).getTime() }] };
  const refusedAgain = (state: LimitState, ms: number, sender = 's') =>
    reservePlace(state, place('b', sender), one, at(ms)).next;
  const first = refusedAgain(taken, 1) ?? taken;
  it('is recorded at the first time, with the time at which the brake tripped', () =>
    expect(first).toMatchObject({ refused: { s: at(1).getTime() }, trippedAt: at(1).getTime() }));
  it('is not written again within half of the window, and is after it', () => {
    expect(refusedAgain(first, HOUR / 2)).toBeUndefined();
    expect(refusedAgain(first, HOUR / 2 + 1)).toMatchObject({
      refused: { s: at(HOUR / 2 + 1).getTime() },
      trippedAt: at(1).getTime(),
    });
  });
  it('is recorded beside others, which are forgotten after a window', () => {
    expect(refusedAgain(first, 2, 't')?.refused).toEqual({ s: at(1).getTime(), t: at(2).getTime() });
    const later = { ...taken, refused: { s: at(0).getTime() }, trippedAt: at(0).getTime() };
    expect(refusedAgain(later, HOUR - 1, 't')?.refused).toEqual({
      s: at(0).getTime(),
      t: at(HOUR - 1).getTime(),
    });
    const old = { counted: [{ user: 'a', at: at(HOUR - 1).getTime() }], refused: later.refused };
    expect(refusedAgain(old, HOUR, 't')?.refused).toEqual({ t: at(HOUR).getTime() });
  });
});

it('fifteen thousand revocations within the window are all that are stored, whatever the brake allows', () => {
  const counted = Array.from({ length: 15_000 }, (_, n) => ({ user: String(n), at: at(0).getTime() }));
  const wide = { ...brake, users: 50_000 };
  const answerTo = (of: LimitState['counted']) =>
    reservePlace({ counted: of }, place('x'), wide, at(1)).answer;
  expect(answerTo(counted)).toEqual({ kind: 'full', tripped: true });
  expect(answerTo(counted.slice(1))).toEqual({ kind: 'reserved' });
});
