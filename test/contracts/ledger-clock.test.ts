import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alignedClock } from '../../shared/adapters/aligned-clock';
import { ledgerTable } from '../../shared/adapters/connections/ledger-table';
import { systemClock } from '../../shared/adapters/system-clock';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import { clockCheck } from '../../shared/health/clock-check';
import type { Ledger } from '../../shared/ports/ledger';
import { tableSide } from './ledger-sides';

let side: Awaited<ReturnType<typeof tableSide>>;
beforeAll(async () => {
  side = await tableSide();
});
afterAll(() => side.stop());

/** An instance of the app whose machine is so far ahead. */
function instance(aheadByMs: number) {
  const now = (): Date => new Date(Date.now() + aheadByMs);
  const { clock, heard, aheadMs } = alignedClock({ ...systemClock, now });
  const credential = (): never => {
    throw new Error('A connection string needs no credential.');
  };
  const { connectionString } = side;
  const ledger: Ledger = tableLedger(
    ledgerTable({ kind: 'connectionString', connectionString }, credential, heard),
  );
  return { clock, ledger, check: clockCheck(ledger, aheadMs) };
}

describe('the health report says how far the machine is from the clock of the ledger', () => {
  it.each([
    [0, 'ok', /agree/],
    [-20_000, 'ok', /is (19|20|21) s behind that of the ledger, which the app uses/],
    [3_600_000, 'warning', /is (3599|3600|3601) s ahead of that of the ledger/],
  ])('%d ms: %s', async (aheadByMs, status, detail) => {
    const { check } = instance(aheadByMs);
    expect(check.name).toBe('ledger clock');
    expect(await check.run()).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });
  it('or that the ledger does not return its time', async () => {
    const check = clockCheck(inMemoryLedger(), () => undefined);
    expect(await check.run()).toMatchObject({ status: 'warning' });
  });
});

it('two instances whose machines differ by an hour judge by the same time once each has heard the ledger', async () => {
  const [one, other] = [instance(3_600_000), instance(-20_000)];
  await Promise.all([one.check.run(), other.check.run()]);
  expect(Math.abs(one.clock.now().getTime() - other.clock.now().getTime())).toBeLessThan(2500);
});
