import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alignedClock } from '../../shared/adapters/aligned-clock';
import { fixedClock } from '../support/fixed-clock';

/** A machine whose clock is so far ahead of a server's, and a call of that server that takes so long. */
function ahead(byMs: number) {
  const machine = fixedClock();
  const aligned = alignedClock(machine);
  const serverTime = (): Date => new Date(machine.now().getTime() - byMs);
  const call = (tookMs = 20, wrongByMs = 0): void => {
    machine.advance(tookMs / 2);
    const date = new Date(serverTime().getTime() + wrongByMs).toUTCString();
    machine.advance(tookMs / 2);
    aligned.heard(date, tookMs);
    machine.advance(700);
  };
  const differenceMs = (): number => aligned.clock.now().getTime() - serverTime().getTime();
  return { aligned, machine, call, differenceMs };
}

describe('a clock that is aligned to a server', () => {
  it('differs from it by two seconds at most after three answers, however wrong the machine is', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: -86_400_000, max: 86_400_000 }),
        fc.array(fc.nat({ max: 2000 }), { minLength: 3, maxLength: 20 }),
        (byMs, took) => {
          const { call, differenceMs } = ahead(byMs);
          for (const tookMs of took) call(tookMs);
          expect(Math.abs(differenceMs())).toBeLessThanOrEqual(2500);
        },
      ),
    ));
  it('is the clock of the machine while that is right', () => {
    const { aligned, machine, call } = ahead(400);
    for (let n = 0; n < 10; n++) call();
    expect(aligned.aheadMs()).toBe(0);
    expect(aligned.clock.now()).toEqual(machine.now());
  });
  it('is the clock of the machine until three answers agree', () => {
    const { aligned, machine, call } = ahead(60_000);
    call();
    call();
    expect(aligned.aheadMs()).toBeUndefined();
    expect(aligned.clock.now()).toEqual(machine.now());
    call();
    expect(aligned.aheadMs()).toBeGreaterThan(59_000);
  });
  it('is not moved by one server with a wrong clock', () => {
    const { call, differenceMs } = ahead(0);
    for (let n = 0; n < 12; n++) call(20, n % 3 === 0 ? 3_600_000 : 0);
    expect(differenceMs()).toBe(0);
  });
  it('follows the machine when its clock is set right', () => {
    const { aligned, machine, call } = ahead(60_000);
    for (let n = 0; n < 3; n++) call();
    for (let n = 0; n < 3; n++) aligned.heard(machine.now().toUTCString(), 1);
    expect(aligned.aheadMs()).toBe(0);
  });
  it('learns nothing from an answer without a time, or one that took long', () => {
    const { aligned, call } = ahead(60_000);
    for (let n = 0; n < 3; n++) {
      aligned.heard(undefined, 1);
      aligned.heard('soon', 1);
      call(2001);
    }
    expect(aligned.aheadMs()).toBeUndefined();
  });
  it('has shown the time of the last answer, however long that took', () => {
    const { aligned, machine } = ahead(0);
    expect(aligned.serverTime()).toBeUndefined();
    aligned.heard('Mon, 23 Nov 2026 09:00:07 GMT', 3000);
    aligned.heard('soon', 1);
    machine.advance(5000);
    expect(aligned.serverTime()).toEqual(new Date('2026-11-23T09:00:07.000Z'));
  });
  it('measures durations as the machine does', () => {
    const { aligned, machine, call } = ahead(60_000);
    for (let n = 0; n < 3; n++) call();
    expect(aligned.clock.monotonicMs()).toBe(machine.monotonicMs());
  });
});
