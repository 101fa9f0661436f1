import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import { aMessage } from '../support/app';
import { apiOfTwins } from '../support/api';
import { expectEqual } from '../support/equal';
import { Unavailable } from '../../shared/ports/unavailable';

/** Where a call is interrupted: before an effect, or after it, when its answer is lost. */
const faults = ['none', 'before sending', 'after sending', 'before the end', 'after the end'] as const;
type Fault = (typeof faults)[number];
const call = fc.record({
  fault: fc.constantFrom(...faults),
  refresh: fc.boolean(),
  action: fc.constantFrom('replay', 'replay', 'close'),
  waitsMs: fc.constantFrom(5_000, 120_000),
  /** Two operators call at the same time. */
  isTwice: fc.boolean(),
});

/** The app with one original in quarantine, where effects are interrupted. */
async function interruptible() {
  let fault: Fault = 'none';
  const side = apiOfTwins({}, undefined, ({ requestQueue, quarantine }) => ({
    requestQueue: {
      ...requestQueue,
      schedule: async (...args: Parameters<typeof requestQueue.schedule>): Promise<void> => {
        if (fault === 'before sending') throw new Unavailable('serviceBus', undefined);
        await requestQueue.schedule(...args);
        if (fault === 'after sending') throw new Unavailable('serviceBus', undefined);
      },
    },
    quarantine: {
      ...quarantine,
      take: (numbers, handOver, also) =>
        quarantine
          .take(
            numbers,
            async (kept) => {
              await handOver(kept);
              if (fault === 'before the end') throw new Unavailable('serviceBus', undefined);
            },
            also,
          )
          .then((left) => {
            if (fault === 'after the end') throw new Unavailable('serviceBus', undefined);
            return left;
          }),
    },
  }));
  await processMessage(side.dependencies, aMessage('not json', {}, { messageId: 'bad' }));
  return { ...side, setFault: (value: Fault) => (fault = value) };
}

describe('an original that is replayed or closed while effects are interrupted', () => {
  it('is removed only when that is recorded, and is replayed once, however often the call is repeated', () =>
    fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 6 }), async (calls) => {
        const { call: send, quarantine, requestQueue, telemetry, clock, setFault } = await interruptible();
        for (const { fault, refresh, action, waitsMs, isTwice } of [
          ...calls,
          { fault: 'none' as const, refresh: false, action: 'replay', waitsMs: 0, isTwice: false },
        ]) {
          setFault(fault);
          const body = action === 'replay' ? { action, refresh } : { action, reason: 'x' };
          const once = () => send('POST', 'quarantine/1', { token: 'everything', body: { ...body } });
          const answers = await Promise.all(isTwice ? [once(), once()] : [once()]);
          for (const { status } of answers) expect([200, 404, 409, 503]).toContain(status);
          const settled = telemetry.events.filter(({ kind }) => kind === 'originalSettled');
          if (answers.some(({ status }) => status === 200)) expectEqual(settled.length > 0, true);
          if (!(await quarantine.find('1'))) {
            expectEqual(settled.length > 0, true);
            const isReplayed = settled.some(
              (one) => one.kind === 'originalSettled' && one.action === 'replay',
            );
            expectEqual(isReplayed ? requestQueue.scheduled.length : 1, 1);
          }
          clock.advance(waitsMs);
        }
        expectEqual(await quarantine.find('1'), undefined);
        expectEqual(requestQueue.scheduled.length <= 1, true);
      }),
      { numRuns: 40 },
    ));
});
