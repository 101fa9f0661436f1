import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokerTime } from '../../shared/app/broker-time';
import type { Dependencies } from '../../shared/app/dependencies';
import { inParallel } from '../../shared/app/in-parallel';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { systemClock as clock } from '../../shared/adapters/system-clock';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId, userRevocationKey } from '../../shared/core/ids';
import { aMessage, appOfTwins, copyOf } from '../support/app';
import { TENANT_ID } from '../support/builders';
import { inMemoryTenant } from '../twins/in-memory-tenant';
import type { LedgerSide } from './ledger-sides';
import { ledgerSides, terms } from './ledger-sides';

const users = Array.from({ length: 20 }, (_, n) => ({
  id: `0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9c${String(n + 10)}`,
  userPrincipalName: `user${String(n)}@contoso.com`,
}));
const INSTANCES = 3;
const LANES = 32;

/** Ten alerts about each user, in the order in which a burst mixes them. */
function burst(enqueuedAt: Date): readonly IncomingMessage[] {
  return Array.from({ length: 10 * users.length }, (_, n) => {
    const user = users[n % users.length];
    const body = { user: n % 2 === 0 ? user?.id : user?.userPrincipalName, alert: { id: `a-${String(n)}` } };
    const messageId = `alert-${String(n)}`;
    return aMessage(body, {}, { messageId, enqueuedAt: enqueuedAt.toISOString() });
  });
}

describe.each(ledgerSides)('with the ledger in %s', (_name, startSide) => {
  let side: LedgerSide;
  beforeAll(async () => {
    side = await startSide();
  });
  afterAll(() => side.stop());

  it('three instances call once for each of twenty users who have ten alerts each', async () => {
    const { dependencies, requestQueue, resultsTopic } = appOfTwins();
    const tenant = inMemoryTenant(users, clock);
    const { userRevocations } = side.ledger;
    const beside: Promise<unknown>[] = [];
    const record: typeof userRevocations.record = (...args) => {
      const recorded = userRevocations.record(...args);
      beside.push(recorded);
      return recorded;
    };
    const instances = Array.from({ length: INSTANCES }, (): Dependencies => ({
      ...dependencies,
      ledger: { ...side.ledger, userRevocations: { ...userRevocations, record } },
      directory: tenant.directory,
      revokers: { graph: tenant.revoker },
      clock,
      brokerTime: brokerTime(clock, () => clock.now()),
      newId: randomUUID,
    }));
    let queue = [...burst(new Date(clock.now().getTime() - 10_000))];
    while (queue.length > 0) {
      const taken = requestQueue.scheduled.length;
      const messages = queue.values();
      // The instances compete for what waits on the queue.
      await Promise.all(
        instances.map((app) =>
          inParallel(Array.from({ length: LANES }), LANES, async () => {
            for (const message of messages) await processMessage(app, message);
          }),
        ),
      );
      queue = requestQueue.scheduled.slice(taken).map(copyOf);
    }
    await Promise.all(beside);
    expect(tenant.revoked.toSorted()).toEqual(users.map(({ id }) => id).toSorted());
    const statuses = resultsTopic.published.map(({ subject }) => subject);
    expect(statuses.filter((status) => status === 'signOutPending')).toHaveLength(20);
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(180);
  });

  it('the last revocation of a user is read as it was recorded', async () => {
    const { userRevocations } = side.ledger;
    for (const more of [{ answersUntil: '2026-11-23T10:00:00.000Z' }, {}]) {
      const entry = { outcomeId: storedId<OutcomeId>('o-1'), revokedAt: '2026-11-23T10:00:01.000Z', ...more };
      const key = userRevocationKey(TENANT_ID, randomUUID());
      const answer = await userRevocations.acquire(key, { ...terms('l-1'), stillValid: () => true });
      if (answer.kind !== 'acquired') throw new Error('The lease was not acquired.');
      await userRevocations.record(answer.lease, entry);
      expect(await userRevocations.read(key, terms('l-2').now)).toEqual(entry);
    }
  });
});
