import { describe, expect, it } from '@jest/globals';
import { alertFormat } from '../../shared/alerts/alert-format';
import type { Format } from '../../shared/alerts/format';
import { builtInFormats } from '../../shared/alerts/formats/registry';
import { readMessage } from '../../shared/alerts/read-message';
import { averyAccount as avery, changed } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { sampleAlerts } from '../fixtures/alerts/sample-alerts';
import { outcomeOf } from '../support/reading-outcome';

const carriers = builtInFormats.filter(({ carriesEvents }) => carriesEvents).map(({ name }) => name);
const isCarrier = (format: string): boolean => carriers.includes(format);

const alerts = alertFixtures
  .filter(({ format }) => isCarrier(format))
  .map(({ format, alert }) => [format, alert([avery]) as object] as const);

const events: readonly (readonly [string, object])[] = [
  ...alertFixtures.map(({ format, alert }) => [format, alert([avery])] as const),
  ...alertFixtures.flatMap(({ format, alert, quiet }) =>
    quiet.map((changes) => [format, changed(alert([avery]), changes)] as const),
  ),
  ...sampleAlerts.map(({ format, alert }) => [format, alert] as const),
].flatMap(([format, event]) =>
  !isCarrier(format) && typeof event === 'object' && event !== null && !Array.isArray(event)
    ? [[format, event]]
    : [],
);

/** The names of the one user of the events and of the alerts. */
const names = new Set<string>([avery.id, avery.upn, avery.sid, `${avery.domain}\\${avery.name}`]);

const outcome = (message: object, formats: readonly Format[] = []): readonly string[] =>
  outcomeOf(readMessage(Buffer.from(JSON.stringify(message)), { fallbackId: 'm', formats }));

it.each(alerts)(
  'an alert that carries an event of any format signs out the same user: %s',
  (_format, alert) => {
    // Fields that every finding of Splunk or row of Sentinel has; an event has fields of these names as well.
    const complete = { status: '1', Status: 'New', severity: 'high', AlertSeverity: 'High', ...alert };
    const wrong = events.flatMap(([format, event]) =>
      [
        { ...event, ...complete },
        { ...complete, ...event, ...complete },
      ].flatMap((message) => {
        const users = outcome(message);
        return users.length === 1 && users.every((user) => names.has(user)) ? [] : [{ format, users }];
      }),
    );
    expect(wrong).toEqual([]);
  },
);

describe('a format that an operator has added', () => {
  const added = (carriesEvents: boolean): readonly Format[] => [
    alertFormat({
      name: 'acme',
      match: [{ path: 'acme', exists: true }],
      carriesEvents,
      alert: { provider: 'Acme' },
      accounts: [{ names: { userPrincipalName: 'acme' } }],
    }),
  ];
  const acme = { acme: 'blake@fabrikam.com' };
  it.each(events.slice(0, 20))('counts before a built-in one if it carries events: %s', (_format, event) => {
    expect(outcome({ ...event, ...acme }, added(true))).toEqual(['blake@fabrikam.com']);
    expect(outcome({ ...event, ...acme }, added(false))).toEqual(['(rejected)']);
  });
  it.each(alerts)('is ambiguous beside a built-in one that carries events: %s', (_format, alert) => {
    expect(outcome({ ...alert, ...acme }, added(true))).toEqual(['(rejected)']);
    expect(outcome({ ...alert, ...acme }, added(false))).toEqual(['(rejected)']);
  });
  it('counts before another added one of an event', () => {
    const other = alertFormat({
      name: 'other',
      match: [{ path: 'other', exists: true }],
      alert: { provider: 'Other' },
      accounts: [{ names: { userPrincipalName: 'other' } }],
    });
    const message = { ...acme, other: 'casey@fabrikam.com' };
    expect(outcome(message, [other, ...added(true)])).toEqual(['blake@fabrikam.com']);
    expect(outcome(message, [other, ...added(false)])).toEqual(['(rejected)']);
  });
});
