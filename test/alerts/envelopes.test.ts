import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceText } from '../../shared/core/user-reference';
import { isOwnAct } from '../../shared/alerts/reading';
import { readMessage } from '../../shared/alerts/read-message';
import { averyAccount as avery } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { expectEqual } from '../support/equal';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const cloudEvent = { specversion: '1.0', type: 'com.contoso.alert', source: '/siem', id: 'e-1' };
const eventGridEvent = {
  id: 'e-1',
  eventType: 'Contoso.Alert',
  eventTime: '2026-11-23T10:00:00Z',
  subject: 'alerts/1',
  dataVersion: '1.0',
};

/** Each puts a message into an envelope. */
const wraps: readonly (readonly [string, (message: unknown) => unknown])[] = [
  ['CloudEvents, an object', (data) => ({ ...cloudEvent, data })],
  ['CloudEvents, JSON as text', (data) => ({ ...cloudEvent, data: JSON.stringify(data) })],
  ['CloudEvents, base64', (data) => ({ ...cloudEvent, data_base64: base64(data) })],
  ['CloudEvents, a batch', (data) => [{ ...cloudEvent, data }]],
  ['Event Grid', (data) => ({ ...eventGridEvent, data })],
  ['Event Grid, a list', (data) => [{ ...eventGridEvent, data }]],
  ['Event Hub records', (data) => ({ records: [data] })],
  ['a search hit', (data) => ({ _index: 'alerts', _id: '1', _source: data })],
  ['HTTP Event Collector', (event) => ({ time: 1_795_428_000, sourcetype: 'alert', event })],
  ['OData, a collection', (value) => ({ '@odata.context': 'https://graph.microsoft.com/', value: [value] })],
  ['OData, one', (value) => ({ '@odata.context': 'https://graph.microsoft.com/', value })],
  ['Logic Apps', (data) => ({ ContentData: base64(data), ContentType: 'application/json', MessageId: 'm' })],
  ['JSON as text', (data) => JSON.stringify(data)],
];

function read(message: unknown): { readonly users: string[]; readonly formats: (string | undefined)[] } {
  const readings = readMessage(Buffer.from(JSON.stringify(message)), { fallbackId: 'message-1' });
  return {
    users: readings.flatMap((reading) =>
      reading.kind === 'request' ? reading.request.users.map(referenceText) : [],
    ),
    formats: readings.map((reading) => {
      if (reading.kind === 'request') return reading.request.format;
      return isOwnAct(reading) ? reading.kind : reading.format;
    }),
  };
}

it.each(wraps)('an alert of any format is the same alert in %s', (_name, wrap) => {
  const each = (readOne: (alert: unknown) => ReturnType<typeof read>) =>
    alertFixtures.map(({ format, alert }) => ({ format, ...readOne(alert([avery])) }));
  expect(each((alert) => read(wrap(alert)))).toEqual(each(read));
});

describe('envelopes', () => {
  it('may stand in each other in any order', () => {
    const alerts = alertFixtures.map(({ alert }) => alert([avery]));
    fc.assert(
      fc.property(
        fc.constantFrom(...alerts),
        fc.array(fc.constantFrom(...wraps), { minLength: 1, maxLength: 3 }),
        (alert, around) => {
          const wrapped = around.reduce((message, [, wrap]) => wrap(message), alert);
          expectEqual(read(wrapped), read(alert));
        },
      ),
      { numRuns: 150 },
    );
  });
  it('with several items are read item by item, each with an id of its own', () => {
    const [alert] = alertFixtures;
    const records = [alert?.alert([avery]), { userr: 'blake@contoso.com' }, alert?.alert([avery])];
    const readings = readMessage(Buffer.from(JSON.stringify({ records })), { fallbackId: 'm' });
    expect(readings.map(({ kind }) => kind)).toEqual(['request', 'rejected', 'request']);
    const ids = readings.map((one) => (one.kind === 'request' ? one.request.id : one.requestId));
    expect(ids).toEqual(['m.0', 'm.1', 'm.2']);
    expect(readings[1]).toMatchObject({ issues: [{ path: 'records[1]' }] });
  });
  it.each<[string, (message: unknown) => unknown]>([
    ['CloudEvents of another version', (data) => ({ ...cloudEvent, specversion: '0.1', data })],
    ['a CloudEvent without a type', (data) => ({ ...cloudEvent, type: '', data })],
    ['records beside something else', (record) => ({ records: [record], user: 'blake@contoso.com' })],
    ['a value beside something else', (value) => ({ value: [value], to: 'x' })],
    ['base64 that is none', () => ({ ...cloudEvent, data_base64: '§' })],
    ['nothing at all', () => ({ ...cloudEvent })],
    ['an empty list', () => []],
  ])('that are none are not opened: %s', (_what, wrap) =>
    expect(read(wrap(alertFixtures[0]?.alert([avery]))).users).toEqual([]),
  );
  it.each<[string, unknown]>([
    ['deep', Array.from({ length: 9 }).reduce<unknown>((inner) => [inner], { user: 'avery@contoso.com' })],
    ['many', Array.from({ length: 1001 }, () => ({ user: 'avery@contoso.com' }))],
    [
      'many in many',
      Array.from({ length: 40 }, () => ({
        records: Array.from({ length: 40 }, () => ({ event: 'a' })),
      })),
    ],
  ])('that are too %s are rejected as a whole', (_how, message) => {
    const readings = readMessage(Buffer.from(JSON.stringify(message)), { fallbackId: 'm' });
    expect(readings).toMatchObject([
      { kind: 'rejected', issues: [{ message: expect.stringMatching(/more than/) }] },
    ]);
  });
  it('are opened for a list of Okta’s events, of Elastic’s alerts and of what Wazuh has fetched', () => {
    const of = (format: string): unknown =>
      alertFixtures.find((one) => one.format === format)?.alert([avery]);
    const hook = { eventType: 'com.okta.event_hook', data: { events: [of('okta'), of('okta')] } };
    expect(read(hook).formats).toEqual(['okta', 'okta']);
    expect(read({ rule: { id: 'r' }, alerts: [of('elastic')] }).formats).toEqual(['elastic']);
    const wazuh = { rule: { level: 3 }, data: { integration: 'ms-graph', 'ms-graph': of('graphAlert') } };
    expect(read(wazuh)).toEqual({ users: [avery.id], formats: ['graphAlert'] });
  });
  it('are opened for a page of Netskope’s alerts', () => {
    const alert = alertFixtures.find(({ format }) => format === 'netskope')?.alert([avery]);
    for (const page of [
      { ok: 1, result: [alert, alert] },
      { status: 'success', data: [alert, alert] },
    ]) {
      expect(read(page)).toEqual({ users: [avery.upn, avery.upn], formats: ['netskope', 'netskope'] });
    }
  });
});
