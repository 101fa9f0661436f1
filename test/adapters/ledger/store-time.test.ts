import { describe, expect, it } from '@jest/globals';
import type { LimitAnswer } from '../../../shared/core/limit';
import { isRefused } from '../../../shared/adapters/ledger/count-steps';
import { storeTime } from '../../../shared/adapters/ledger/store-time';

const [early, late] = ['Thu, 26 Nov 2026 04:14:07 GMT', 'Thu, 26 Nov 2026 04:14:09 GMT'];

describe('the time of the store', () => {
  it('is the latest that any answer has said, in whatever order answers come', () => {
    const time = storeTime();
    expect(time.latest()).toBeUndefined();
    for (const date of [late, early, undefined, 'no date']) time.sent()(date);
    expect(time.latest()).toBe(Date.parse(late));
  });
  it('is known since a mark once a call that was sent after it is answered, and stays known', () => {
    const time = storeTime();
    const [beforeMark, mark] = [time.sent(), time.mark()];
    const afterMark = time.sent();
    expect(time.since(mark)).toBeUndefined();
    afterMark(early);
    beforeMark(late);
    expect(time.since(mark)).toBe(Date.parse(late));
  });
  it('is not known since a mark by a call that was sent before it, or that failed', () => {
    const time = storeTime();
    const ended = time.sent();
    const mark = time.mark();
    ended(late);
    time.sent()(undefined);
    expect(time.since(mark)).toBeUndefined();
  });
  it('is waited for until one of the calls that were sent after a mark has ended', async () => {
    const time = storeTime();
    time.sent();
    const mark = time.mark();
    await time.ended(mark);
    time.sent();
    const second = time.sent();
    const ended = time.ended(mark);
    second(undefined);
    await ended;
  });
});

describe('a step of the brake is refused', () => {
  it.each<[boolean, LimitAnswer]>([
    [false, { kind: 'reserved' }],
    [true, { kind: 'full', tripped: true }],
    [true, { kind: 'shareUsed', tripped: false }],
    [true, { kind: 'repeated' }],
  ])('%s: by the answer %j', (refused, answer) => expect(isRefused({ answer })).toBe(refused));
  it('never where it asks for nothing', () => expect(isRefused({})).toBe(false));
});
