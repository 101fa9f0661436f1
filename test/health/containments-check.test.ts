import { expect, it } from '@jest/globals';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { containmentsCheck } from '../../shared/health/containments-check';
import { Unavailable } from '../../shared/ports/unavailable';
import { aContainment } from '../support/contained';
import { fixedClock } from '../support/fixed-clock';

const changes = [{ step: 'disableSignIn', item: { kind: 'signIn', id: 'avery' }, state: 'made' }] as const;

it.each([
  ['is all right where nobody is contained', [], 'ok', '0 containments can be undone.'],
  ['is all right for a week', ['2026-11-23T10:00:00.000Z'], 'ok', '1 containments can be undone.'],
  [
    'warns of those that are open for longer',
    ['2026-11-23T10:00:00.000Z', '2026-11-10T10:00:00.000Z', '2026-11-01T10:00:00.000Z'],
    'warning',
    '2 of 3 containments are open for more than 7 days.',
  ],
])('the check of containments %s', async (_what, started, status, detail) => {
  const clock = fixedClock();
  const { containments } = inMemoryLedger();
  for (const [n, startedAt] of started.entries()) {
    const outcomeId = storedId<OutcomeId>(`contained-${String(n)}`);
    await containments.begin(aContainment({ outcomeId, startedAt, changes }));
  }
  // Those that have changed nothing, and those that have ended, do not count.
  const old = { startedAt: '2026-10-01T10:00:00.000Z' };
  await containments.begin(aContainment({ ...old, outcomeId: storedId<OutcomeId>('unchanged') }));
  const ended = aContainment({ ...old, outcomeId: storedId<OutcomeId>('ended'), changes });
  const stored = await containments.begin(ended);
  await containments.end(stored, { ...ended, state: 'restored' }, new Date('2027-01-01T00:00:00Z'));
  expect(await containmentsCheck(containments, clock).run()).toMatchObject({ status, detail });
});

it('the check of containments warns while they cannot be read', async () => {
  // eslint-disable-next-line require-yield, typescript/require-await -- it fails before the first
  const open = async function* (): AsyncGenerator<never> {
    throw new Unavailable('ledger', undefined);
  };
  expect(await containmentsCheck({ open }, fixedClock()).run()).toMatchObject({ status: 'warning' });
});
