import { limitColumns } from '../../shared/adapters/ledger/limit-columns';
import type { TableEntities } from '../../shared/adapters/ledger/table-entities';
import { tableLimit } from '../../shared/adapters/ledger/table-limit';
import type { OutcomeId } from '../../shared/core/ids';
import { limitKey, limitReservation, limitSender, limitUser, storedId } from '../../shared/core/ids';
import type { CountedRevocation } from '../../shared/core/limit';
import type { LimitUse } from '../../shared/ports/ledger';
import { median } from './statistics';

const SIZES = [25, 2000, 9900];
const AT_ONCE = 32;
const HOUR = 3_600_000;

/** Prints what a place costs when so many users are within the window: alone, and with 32 that wait at once. */
export async function printWindow({
  rounds,
  table,
}: {
  readonly rounds: number;
  readonly table: TableEntities;
}): Promise<void> {
  console.log(`
A place within the brake, on tables behind a socket, by the number of users within the window (median of ${String(rounds)} rounds):`);
  for (const size of SIZES) {
    let calls = 0;
    const counted: TableEntities = {
      ...table,
      insert: (key, columns) => (calls++, table.insert(key, columns)),
      replace: (key, version, columns) => (calls++, table.replace(key, version, columns)),
      find: (key) => (calls++, table.find(key)),
    };
    const limit = tableLimit(counted);
    const use = (userId: string): LimitUse => ({
      tenantId: `tenant-${String(size)}`,
      userId,
      receivedBy: 'queue',
      outcomeId: storedId<OutcomeId>(userId),
      brake: { users: 10_000, windowMs: HOUR, repeats: 3 },
      now: new Date(),
    });
    const all = async (
      name: string,
      count: number,
    ): Promise<readonly [ms: number, cpuMs: number, calls: number]> => {
      const before = [performance.now(), process.cpuUsage(), calls] as const;
      await Promise.all(Array.from({ length: count }, (_, n) => limit.reserve(use(`${name}-${String(n)}`))));
      const { user, system } = process.cpuUsage(before[1]);
      return [performance.now() - before[0], (user + system) / 1000, calls - before[2]];
    };
    await seed(table, `tenant-${String(size)}`, size);
    const alone: (readonly [number, number, number])[] = [];
    const together: (readonly [number, number, number])[] = [];
    for (let round = 0; round < rounds; round++) {
      alone.push(await all(`alone-${String(round)}`, 1));
      // The same users again have their places: the number within the window stays.
      together.push(await all('together', AT_ONCE));
    }
    const show = (list: typeof alone): string =>
      [0, 1, 2].map((n) => median(list.map((one) => one[n] ?? 0)).toFixed(n === 2 ? 0 : 1)).join(' / ');
    console.log(
      `${String(size).padStart(6)} users: one ${show(alone)}, ${String(AT_ONCE)} at once ${show(together)} (ms / ms of CPU time / table calls)`,
    );
  }
}

/** Has so many users counted a minute ago. */
async function seed(table: TableEntities, tenantId: string, size: number): Promise<void> {
  const at = Date.now() - 60_000;
  const counted = Array.from({ length: size }, (_, n): CountedRevocation => ({
    user: limitUser(tenantId, `first-${String(n)}`),
    sender: limitSender('queue'),
    reservation: limitReservation(storedId<OutcomeId>(String(n))),
    at,
    isDone: true,
  }));
  await table.insert(limitKey(tenantId), limitColumns.write({ counted }));
}
