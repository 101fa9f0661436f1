import { expect, it } from '@jest/globals';
import { tableHistory } from '../../shared/adapters/ledger/table-history';
import { digest, storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { NOW } from '../support/builders';
import { entitiesInMemory } from '../support/entities-in-memory';
import { aKey } from '../contracts/ledger-sides';

it('a table that refuses notes at once is not called again and again, and gets them later', async () => {
  const entities = entitiesInMemory();
  let calls = 0;
  let isRefusing = true;
  let written = 0;
  const putTogether: typeof entities.putTogether = async (all) => {
    calls++;
    await new Promise(setImmediate);
    if (isRefusing) throw new Error('refused');
    written += all.length;
    return entities.putTogether(all);
  };
  const history = tableHistory({ ...entities, putTogether }, () => undefined);
  const note = (n: number): void =>
    history.note({
      key: aKey(),
      id: storedId<OutcomeId>(digest([String(n)])),
      requestId: 'request-1',
      status: 'signOutPending',
      tenantId: 'tenant',
      completedAt: NOW,
      expiresAt: NOW,
    });
  for (let n = 0; n < 150; n++) note(n);
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
  expect(calls).toBeLessThanOrEqual(4);
  isRefusing = false;
  await history.write();
  // A row for the time of each, and one for its request.
  expect(written).toBe(300);
});
