import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokerTime, hearMessage } from '../../shared/app/broker-time';
import { aMessage } from '../support/app';
import { fixedClock } from '../support/fixed-clock';

const START = '2026-11-23T10:00:00.000Z';
const at = (ms: number): Date => new Date(Date.parse(START) + ms);

function known(storeTime?: Date) {
  const clock = fixedClock(START);
  return { clock, time: brokerTime(clock, () => storeTime) };
}

describe('the time of the broker', () => {
  it('is not known before anybody has said anything of it', () =>
    expect(known().time.atLeast()).toBeUndefined());
  it('is that of a message in hand, and goes on, less what brokers differ by', () => {
    const { clock, time } = known();
    time.heard(at(-300));
    expect(time.atLeast()).toEqual(at(-400));
    clock.advance(250);
    expect(time.atLeast()).toEqual(at(-150));
  });
  it('is that of the message which was delivered fastest', () => {
    const { clock, time } = known();
    time.heard(at(-10));
    clock.advance(1000);
    time.heard(at(-600_000));
    expect(time.atLeast()).toEqual(at(890));
  });
  it('is that of the store, less what the two may differ by, where messages are old', () => {
    const { time } = known(at(0));
    expect(time.atLeast()).toEqual(at(-5000));
    time.heard(at(-600_000));
    expect(time.atLeast()).toEqual(at(-5000));
    time.heard(at(-20));
    expect(time.atLeast()).toEqual(at(-120));
  });
  it('is not inferred from what is more than a minute old', () => {
    const { clock, time } = known();
    time.heard(at(0));
    clock.advance(60_001);
    expect(time.atLeast()).toBeUndefined();
    time.heard(at(0));
    expect(time.atLeast()).toEqual(at(-100));
  });
  it('is never later than the clock of any broker, however far that is from ours', () => {
    const step = fc.record({ afterMs: fc.nat({ max: 90_000 }), tookMs: fc.nat({ max: 30_000 }) });
    const skews = fc.record({ aheadMs: fc.integer({ min: -1e7, max: 1e7 }), brokerMs: fc.nat({ max: 100 }) });
    fc.assert(
      fc.property(skews, fc.array(step, { maxLength: 8 }), ({ aheadMs, brokerMs }, steps) => {
        const { clock, time } = known();
        const shown = (): number => clock.now().getTime() + aheadMs;
        for (const [n, { afterMs, tookMs }] of steps.entries()) {
          clock.advance(afterMs);
          // One broker is ahead of the other.
          time.heard(new Date(shown() - tookMs + (n % 2 === 0 ? brokerMs : 0)));
          expect(time.atLeast()?.getTime() ?? 0).toBeLessThanOrEqual(shown());
        }
      }),
    );
  });
});

describe('a message says the time of the broker', () => {
  const heard = (changes: Parameters<typeof aMessage>[1]): Date[] => {
    const times: Date[] = [];
    hearMessage({ heard: (time) => void times.push(time) }, aMessage('', changes));
    return times;
  };
  const history = aMessage('').history;
  it('on its first delivery', () => expect(heard({})).toEqual([at(0)]));
  it.each([
    ['as a copy', { ...history, attempts: 1 }],
    ['as a replay', { ...history, replay: 'r' }],
    ['without one', { ...history, origin: {} }],
  ])('not %s: others may have written what it says', (_what, changed) =>
    expect(heard({ history: changed })).toEqual([]),
  );
});
