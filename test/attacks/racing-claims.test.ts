import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import { Unavailable } from '../../shared/ports/unavailable';
import { tableClientOf } from '../bench/memory-table-client';
import { memoryTables } from '../bench/memory-tables';
import { aMessage, appOfTwins, copyOf, members } from '../support/app';

const [user = ''] = members.map(({ id }) => id);
const MINUTE = 60_000;
const BEGIN = Date.parse('2026-11-23T10:00:00.000Z');

function alertAt(minute: number, id: string): IncomingMessage {
  const enqueuedAt = new Date(BEGIN + minute * MINUTE).toISOString();
  return aMessage({ user, alert: { provider: 'Sentinel', id } }, {}, { messageId: id, enqueuedAt });
}

/** The app with its ledger in tables, each of whose calls takes effect, and is answered, when the function says. */
function appWithTables(later: () => Promise<unknown>) {
  const side = appOfTwins();
  const tables = memoryTables(() => side.clock.now());
  const client = tableClientOf('RevocationLedger', async (request) => {
    await later();
    const answer = tables(request);
    await later();
    return answer;
  });
  const app: Dependencies = { ...side.dependencies, ledger: tableLedger(client) };
  return { ...side, app };
}

describe('alerts about a user who was revoked lately', () => {
  it('cost one more revocation, however the calls of table storage interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const isRace = { value: false };
        const side = appWithTables(() =>
          isRace.value ? scheduler.schedule(Promise.resolve()) : Promise.resolve(),
        );
        const { app, clock, requestQueue, resultsTopic, tenant } = side;
        clock.advance(MINUTE);
        await processMessage(app, alertAt(0, 'first'));
        clock.advance(10 * MINUTE);
        isRace.value = true;
        const both = ['second', 'third'].map((id) => processMessage(app, alertAt(5, id)));
        await scheduler.waitFor(Promise.all(both));
        isRace.value = false;
        for (let copies = 0; copies < requestQueue.scheduled.length; copies++) {
          clock.advance(MINUTE);
          const copy = requestQueue.scheduled[copies];
          if (copy) await processMessage(app, copyOf(copy));
        }
        expect(tenant.revoked).toEqual([user, user]);
        const subjects = resultsTopic.published.map(({ subject }) => subject);
        expect(subjects.toSorted()).toEqual(['duplicate', 'signOutPending', 'signOutPending']);
      }),
      { numRuns: 40 },
    );
  });
  it('are carried out though the look at that revocation fails', async () => {
    const { app, clock, tenant } = appWithTables(() => Promise.resolve());
    const look = (): Promise<never> => Promise.reject(new Unavailable('ledger', new Error('down')));
    const userRevocations = { ...app.ledger.userRevocations, look };
    const failing = { ...app, ledger: { ...app.ledger, userRevocations } };
    clock.advance(MINUTE);
    await processMessage(app, alertAt(0, 'first'));
    clock.advance(10 * MINUTE);
    await processMessage(failing, alertAt(5, 'second'));
    expect(tenant.revoked).toEqual([user, user]);
  });
});
