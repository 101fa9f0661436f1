import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMessage } from '../../shared/alerts/read-message';
import { isObject } from '../../shared/messages/json-object';
import { averyAccount as avery } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { sampleAlerts } from '../fixtures/alerts/sample-alerts';
import { expectEqual } from '../support/equal';
import { outcomeOf } from '../support/reading-outcome';

const alerts: readonly (readonly [string, unknown])[] = [
  ...alertFixtures.map(({ format, alert }) => [format, alert([avery])] as const),
  ...sampleAlerts.map(({ file, alert }) => [file, alert] as const),
];

/** Joins the names of objects by dots, down to the levels that the choice keeps; lists stay as they are. */
function flattened(value: unknown, isFlat: () => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => flattened(item, isFlat));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, below]): [string, unknown][] => {
    const inner = flattened(below, isFlat);
    if (!isObject(inner) || Object.keys(inner).length === 0 || !isFlat()) return [[name, inner]];
    return Object.entries(inner).map(([key, item]) => [`${name}.${key}`, item]);
  });
  return Object.fromEntries(entries);
}

const outcome = (alert: unknown): unknown =>
  outcomeOf(readMessage(Buffer.from(JSON.stringify(alert)), { fallbackId: 'm' }));

describe.each(alerts)('an alert with flat names signs out the same users (%s)', (_name, alert) => {
  it('when all objects are flat', () =>
    expect(outcome(flattened(alert, () => true))).toEqual(outcome(alert)));
  it('when any objects are flat', () => {
    const expected = outcome(alert);
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (choices) => {
        let n = 0;
        const flat = flattened(alert, () => choices[n++ % choices.length] ?? true);
        expectEqual(outcome(flat), expected);
      }),
      { numRuns: 12 },
    );
  });
});

it('an object of many flat names is searched in time linear to its size', () => {
  const names = Array.from({ length: 20_000 }, (_, n) => [`n${String(n % 5000)}.${String(n)}`, 1]);
  const text = Buffer.from(JSON.stringify(Object.fromEntries(names)));
  readMessage(text, { fallbackId: 'm' });
  // The time of the processor, since that of the clock depends on what else the machine does.
  const start = process.threadCpuUsage();
  expect(outcomeOf(readMessage(text, { fallbackId: 'm' }))).toEqual(['(rejected)']);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(1000);
});
