import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { emergencySwitch } from '../../shared/app/emergency-switch';
import { publishSwitchChange, watchSwitch } from '../../shared/app/publish-switch';
import type { SwitchChangeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { serviceEventSchema } from '../../shared/messages/service-schema';
import { Unavailable } from '../../shared/ports/unavailable';
import { appOfTwins } from '../support/app';
import { TENANT_ID } from '../support/builders';
import { aChange } from '../support/switch-changes';

const DAY_MS = 24 * 3_600_000;
const stopped = aChange('stopped');
type App = ReturnType<typeof appOfTwins>;

const eventsOf = ({ resultsTopic }: App) =>
  resultsTopic.published.map(({ body }) =>
    serviceEventSchema.parse(JSON.parse(Buffer.from(body).toString('utf8'))),
  );
const reported = ({ telemetry }: App) => telemetry.events.filter(({ kind }) => kind === 'switchChanged');

describe('a change of the emergency switch', () => {
  it('is published as an event of the service, and reported, once for every process that sees it', async () => {
    const app = appOfTwins();
    for (let process = 0; process < 3; process++) await publishSwitchChange(app.dependencies, stopped);
    expect(eventsOf(app)).toMatchObject([
      { subject: 'stopped', data: { by: 'lead@contoso.com', reason: 'Drill' } },
    ]);
    expect(reported(app)).toEqual([{ kind: 'switchChanged', tenantId: TENANT_ID, state: 'stopped' }]);
  });
  it('is published as well as the one before, and in other words', async () => {
    const app = appOfTwins();
    await publishSwitchChange(app.dependencies, stopped);
    const id = storedId<SwitchChangeId>('change-2');
    await publishSwitchChange(app.dependencies, aChange('running', { id, at: '2026-11-23T10:00:00.000Z' }));
    expect(eventsOf(app).map(({ data }) => data.message)).toEqual([
      'All revocations were stopped at 2026-11-23T09:58:00.000Z by lead@contoso.com: Drill',
      'Revocations were resumed at 2026-11-23T10:00:00.000Z by lead@contoso.com: Drill',
    ]);
  });
  it('is the same message in whichever processes see it at the same time', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.nat(5), async (processes, later) => {
        const app = appOfTwins();
        await Promise.all(
          Array.from({ length: processes }, () => publishSwitchChange(app.dependencies, stopped)),
        );
        for (let n = 0; n < later; n++) await publishSwitchChange(app.dependencies, stopped);
        expect(eventsOf(app)).toHaveLength(1);
        expect(reported(app)).toHaveLength(1);
      }),
    ));
  it('is published by the next minute where the topic failed, by the recorded bytes', async () => {
    const app = appOfTwins();
    const failing = { publish: () => Promise.reject(new Unavailable('serviceBus', undefined)) };
    const publishing = publishSwitchChange({ ...app.dependencies, resultsTopic: failing }, stopped);
    await expect(publishing).rejects.toBeInstanceOf(Unavailable);
    await publishSwitchChange({ ...app.dependencies, locale: 'fr' }, stopped);
    await publishSwitchChange(app.dependencies, stopped);
    expect(eventsOf(app).map(({ data }) => data.message)).toEqual([
      'All revocations were stopped at 2026-11-23T09:58:00.000Z by lead@contoso.com: Drill',
    ]);
    expect(reported(app)).toHaveLength(1);
  });
  it('is not published again when its record has expired', async () => {
    const app = appOfTwins({ recordRetentionMs: DAY_MS });
    await publishSwitchChange(app.dependencies, stopped);
    for (let days = 0; days < 3; days++) {
      app.clock.advance(DAY_MS);
      await app.dependencies.ledger.sweep(app.clock.now());
      await publishSwitchChange(app.dependencies, stopped);
    }
    expect(eventsOf(app)).toHaveLength(1);
  });
});

describe('the watch, every minute', () => {
  it('publishes a change that no message has brought to light', async () => {
    const app = appOfTwins();
    await watchSwitch(app.dependencies);
    await app.switchStore.set({ state: 'stopped', by: 'lead', reason: 'Drill' });
    app.clock.advance(60_000);
    await watchSwitch(app.dependencies);
    app.clock.advance(60_000);
    await watchSwitch(app.dependencies);
    expect(eventsOf(app)).toHaveLength(1);
  });
  it('fails while the switch cannot be read', async () => {
    const app = appOfTwins();
    const unreadable = { read: () => Promise.reject(new Unavailable('ledger', undefined)) };
    const stops = emergencySwitch(unreadable, app.clock);
    await expect(watchSwitch({ ...app.dependencies, emergencySwitch: stops })).rejects.toBeInstanceOf(
      Unavailable,
    );
  });
});
