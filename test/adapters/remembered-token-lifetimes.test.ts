import { describe, expect, it } from '@jest/globals';
import {
  COUNTS_FOR_MS,
  REFRESH_AFTER_DENIAL_MS,
  REFRESH_AFTER_MS,
  rememberedTokenLifetimes,
} from '../../shared/adapters/remembered-token-lifetimes';
import type { TokenLife } from '../../shared/core/token-life';
import { unknownTokenLife } from '../../shared/core/token-life';
import { fixedClock } from '../support/fixed-clock';

const HOUR = 3_600_000;
const known = (hours?: number): TokenLife => ({
  kind: 'known',
  longestMs: hours === undefined ? undefined : hours * HOUR,
});

/** Readings that are answered one by one. */
function side() {
  const clock = fixedClock();
  const waiting: ((life: TokenLife | Error) => void)[] = [];
  const lifetimes = rememberedTokenLifetimes(
    () =>
      new Promise((resolve, reject) => {
        waiting.push((life) => (life instanceof Error ? reject(life) : resolve(life)));
      }),
    clock,
  );
  let readings = 0;
  const answer = async (life: TokenLife | Error): Promise<void> => {
    const done = lifetimes.refresh();
    readings += waiting.length;
    for (const one of waiting.splice(0)) one(life);
    await done;
  };
  return { clock, lifetimes, waiting, answer, readings: () => readings };
}

describe('what is known of the longest life of a token', () => {
  it('is nothing until the policies were read, and nobody waits for that', async () => {
    const { lifetimes, answer } = side();
    void lifetimes.refresh();
    expect(lifetimes.known()).toEqual(unknownTokenLife('notRead'));
    await answer(known(8));
    expect(lifetimes.known()).toEqual(known(8));
  });
  it('is read once, however many ask at the same time, and again after some minutes', async () => {
    const { clock, lifetimes, answer, readings } = side();
    const all = [lifetimes.refresh(), lifetimes.refresh(), lifetimes.refresh()];
    await answer(known());
    await Promise.all(all);
    clock.advance(REFRESH_AFTER_MS - 1);
    await answer(known());
    expect(readings()).toBe(1);
    clock.advance(1);
    await answer(known());
    expect(readings()).toBe(2);
  });
  it('is asked for again seldom where the permission is missing', async () => {
    const { clock, lifetimes, answer, readings } = side();
    await answer(unknownTokenLife('notGranted'));
    expect(lifetimes.known()).toEqual(unknownTokenLife('notGranted'));
    clock.advance(REFRESH_AFTER_DENIAL_MS - 1);
    await answer(known());
    expect(readings()).toBe(1);
    clock.advance(1);
    await answer(known());
    expect(lifetimes.known()).toEqual(known());
  });
  it.each<[string, TokenLife | Error]>([
    ['Graph does not answer', unknownTokenLife('notRead')],
    ['the permission is taken away', unknownTokenLife('notGranted')],
    ['a reading breaks', new TypeError('broken')],
  ])('counts for an hour while %s', async (_what, failure) => {
    const { clock, lifetimes, answer } = side();
    await answer(known());
    clock.advance(COUNTS_FOR_MS - 1);
    await answer(failure);
    expect(lifetimes.known()).toEqual(known());
    clock.advance(1);
    expect(lifetimes.known()).toMatchObject({ kind: 'unknown' });
  });
  it('is a longer one of before until its last token has ended, which may be as young as the next reading', async () => {
    const { clock, lifetimes, answer } = side();
    await answer(known(8));
    clock.advance(HOUR);
    await answer(known(2));
    clock.advance(8 * HOUR - 1);
    await answer(known(2));
    expect(lifetimes.known()).toEqual(known(8));
    clock.advance(1);
    expect(lifetimes.known()).toEqual(known(2));
  });
  it('is still a lower limit when it counts no longer', async () => {
    const { clock, lifetimes, answer } = side();
    await answer(known(2));
    clock.advance(COUNTS_FOR_MS + 3 * HOUR);
    expect(lifetimes.known()).toEqual({ ...unknownTokenLife('notRead'), longestMs: 2 * HOUR });
  });
});
