import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GATHER_MS } from '../../shared/app/gathered-notes';
import type { PassedOn } from '../../shared/app/pass-on';
import { incidentWriter } from '../../shared/app/write-back';
import type { Connection } from '../../shared/core/connection';
import { connectionsOf } from '../../shared/core/connection';
import { tightenPolicy } from '../../shared/core/tighten-policy';
import { storedId } from '../../shared/core/ids';
import type { IncidentSystem } from '../../shared/core/incident';
import type { Outcome } from '../../shared/core/outcome';
import { resultMessage } from '../../shared/messages/result-message';
import { serviceMessage } from '../../shared/messages/service-message';
import { Unavailable } from '../../shared/ports/unavailable';
import { OTHER_TENANT_ID, TENANT_ID, aPolicy } from '../support/builders';
import { INCIDENT } from '../support/generated-outcomes';
import { outcomeOf } from '../support/outcomes';
import { aReminder, lateMethod } from '../support/passed-on-events';
import { steppedClock } from '../support/stepped-clock';
import { aChange } from '../support/switch-changes';
import { inMemoryIncidents } from '../twins/in-memory-incidents';

const XDR = '29';
const SENTINEL = INCIDENT.toLowerCase();

function writing(
  writeBack: readonly IncidentSystem[] = ['defenderXdr', 'sentinel'],
  connected: readonly Connection[] = [],
) {
  const clock = steppedClock();
  const xdr = inMemoryIncidents('hasTags');
  const sentinel = inMemoryIncidents('knowsIds');
  xdr.add(XDR);
  sentinel.add(SENTINEL);
  const asked: (Connection | undefined)[] = [];
  let failure: Error | undefined;
  const start = () =>
    incidentWriter({
      policy: { tenantId: TENANT_ID, writeBack },
      tenants: {
        connections: () => (failure ? Promise.reject(failure) : Promise.resolve(connectionsOf(connected))),
        access: (connection) => ({ policy: tightenPolicy(aPolicy(), connection) }) as never,
      },
      clock,
      incidentsOf: (system, connection) => {
        asked.push(connection);
        return system === 'sentinel' ? sentinel : xdr;
      },
    });
  return { clock, xdr, sentinel, asked, start, fail: (error: Error) => void (failure = error) };
}
const outcome = (n: number, incidentId = XDR, changes: Partial<Outcome> = {}): Outcome =>
  ({
    ...outcomeOf('signOutPending'),
    id: storedId(`o-${String(n)}`),
    alert: { incidentId },
    ...changes,
  }) as Outcome;
const bodyOf = (one: Outcome): Uint8Array => resultMessage(one, 'en').body;
/** Settles what is in hand, as time passes. */
async function settled(clock: ReturnType<typeof steppedClock>, all: readonly Promise<PassedOn>[]) {
  const done = Promise.allSettled(all);
  for (let n = 0; n < 6; n++) await clock.pass(GATHER_MS);
  return done;
}

describe('an incident', () => {
  it('learns of many users of a few seconds by one comment, and gets the tag', async () => {
    const { clock, xdr, start } = writing();
    const write = start();
    const all = Array.from({ length: 20 }, (_, n) => write(bodyOf(outcome(n))));
    const results = await settled(clock, all);
    expect(results.every((one) => one.status === 'fulfilled' && one.value.kind === 'passedOn')).toBe(true);
    expect(xdr.calls.filter((call) => call === 'read')).toHaveLength(1);
    const texts = [...(xdr.stored.get(XDR)?.comments.values() ?? [])];
    expect(texts.length).toBeLessThanOrEqual(3);
    expect(texts.join('\n').match(/session-revoker [\da-f]{20}/g)).toHaveLength(20);
    expect(xdr.stored.get(XDR)?.isTagged).toBe(true);
  });
  it('learns an outcome once, however often it is delivered', async () => {
    const { clock, xdr, sentinel, start } = writing();
    for (let n = 0; n < 3; n++) {
      const write = start();
      await settled(clock, [
        write(bodyOf(outcome(1))),
        write(bodyOf(outcome(1))),
        write(bodyOf(outcome(2, INCIDENT))),
      ]);
    }
    expect(xdr.stored.get(XDR)?.comments.size).toBe(1);
    expect(sentinel.stored.get(SENTINEL)?.comments.size).toBe(1);
    expect(xdr.calls.filter((call) => call === 'tag')).toHaveLength(1);
  });
  it('is written by one caller at a time, and what comes meanwhile goes together', async () => {
    const { clock, xdr, start } = writing();
    const write = start();
    const first = write(bodyOf(outcome(1)));
    await clock.pass(GATHER_MS - 1);
    const second = write(bodyOf(outcome(2)));
    await settled(clock, [first, second]);
    await settled(clock, [write(bodyOf(outcome(3)))]);
    expect(xdr.stored.get(XDR)?.comments.size).toBe(2);
  });
  it.each([
    ['its tenant does not want that', writing(['sentinel']), outcome(1)],
    ['nobody wants that', writing([]), outcome(1)],
    ['the alert names none', writing(), outcomeOf('signOutPending')],
    ['the tenant is not connected', writing(), outcome(1, XDR, { tenantId: OTHER_TENANT_ID })],
  ])('learns nothing where %s', async (_why, { clock, xdr, start }, one) => {
    expect(await settled(clock, [start()(bodyOf(one))])).toMatchObject([{ value: { kind: 'skipped' } }]);
    expect(xdr.calls).toEqual([]);
  });
  it('of a connected tenant learns by the policy and the credential of that tenant', async () => {
    const connection: Connection = {
      tenantId: OTHER_TENANT_ID,
      policy: { writeBack: ['defenderXdr'] },
      sources: ['queue'],
    };
    const { clock, asked, start } = writing([], [connection]);
    const done = await settled(clock, [start()(bodyOf(outcome(1, XDR, { tenantId: OTHER_TENANT_ID })))]);
    expect(done).toMatchObject([{ value: { kind: 'passedOn', eventId: 'o-1' } }]);
    expect(asked).toEqual([connection]);
  });
  it('that does not exist is given up, and one that cannot be read is tried again', async () => {
    const { clock, xdr, start } = writing();
    const write = start();
    xdr.faults.push(undefined, { kind: 'failed', reason: '429', retryAfterMs: 7000 });
    const done = await settled(clock, [write(bodyOf(outcome(1, '30')))]);
    expect(done).toMatchObject([{ value: { kind: 'refused', reason: 'the incident does not exist' } }]);
    expect(await settled(clock, [write(bodyOf(outcome(1)))])).toMatchObject([
      { value: { kind: 'failed', eventId: 'o-1', reason: '429', retryAfterMs: 7000 } },
    ]);
  });
  it('waits where the connections cannot be read', async () => {
    const { clock, start, fail } = writing();
    fail(new Unavailable('ledger', new Error('x')));
    const done = await settled(clock, [start()(bodyOf(outcome(1, XDR, { tenantId: OTHER_TENANT_ID })))]);
    expect(done).toMatchObject([{ value: { kind: 'failed', reason: 'Cannot reach the ledger.' } }]);
  });
  it('learns neither reminders, nor late methods, nor uses of the switch', async () => {
    const { start } = writing();
    const write = start();
    for (const body of [
      aReminder(),
      lateMethod('failed'),
      serviceMessage(TENANT_ID, aChange('stopped'), 'en').body,
    ]) {
      expect(await write(body)).toEqual({ kind: 'skipped' });
    }
    expect(await write(Buffer.from('{}'))).toEqual({ kind: 'unreadable' });
  });
});

const faults = fc.array(
  fc.constantFrom('crash' as const, { kind: 'failed' as const, reason: 'busy' }, undefined),
  { maxLength: 12 },
);

describe('after crashes and failures at any call', () => {
  it.each(['defenderXdr', 'sentinel'] as const)('each outcome is written exactly once: %s', (system) =>
    fc.assert(
      fc.asyncProperty(
        faults,
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.nat({ max: 3 }), { maxLength: 8 }),
        async (planned, count, order) => {
          const { clock, xdr, sentinel, start } = writing();
          const [incidents, id] =
            system === 'sentinel' ? ([sentinel, SENTINEL] as const) : ([xdr, XDR] as const);
          incidents.faults.push(...planned);
          const open = new Set(Array.from({ length: count }, (_, n) => n));
          // Each round is a process of its own, which is given some of what is left.
          for (let round = 0; open.size > 0 && round < 40; round++) {
            const write = start();
            const given = [...open].filter((n) => round >= order.length || n % 4 !== order[round]);
            const done = await settled(
              clock,
              given.map((n) => write(bodyOf(outcome(n, system === 'sentinel' ? INCIDENT : XDR)))),
            );
            for (const [n, one] of done.entries()) {
              if (one.status === 'fulfilled' && one.value.kind === 'passedOn') open.delete(given[n] ?? -1);
            }
          }
          expect(open.size).toBe(0);
          const texts = [...(incidents.stored.get(id)?.comments.values() ?? [])].join('\n');
          const markers = texts.match(/session-revoker [\da-f]{20}/g) ?? [];
          expect(markers).toHaveLength(count);
          expect(new Set(markers).size).toBe(count);
          expect(incidents.stored.get(id)?.isTagged).toBe(true);
        },
      ),
      { numRuns: 60 },
    ),
  );
});
