import type { AlertFixture } from '../fixtures/alerts/alert-fixture';
import { averyAccount } from '../fixtures/alerts/alert-fixture';
import { cefLine, leefLine } from '../fixtures/alerts/event-lines';
import type { Shapes } from './reading-time';

/** The ways in which an alert of a format can become large. */
export function shapesOf({ alert, names, single }: AlertFixture): Shapes {
  const one = alert([averyAccount]);
  return {
    fields: (count) => withFields(one, count),
    text: (count) =>
      Array.isArray(one)
        ? [...(one as unknown[]), 'x'.repeat(count)]
        : { ...(one as object), text: 'x'.repeat(count) },
    batch: (count) => Array.from({ length: count }, () => one),
    ...(!single &&
      names.length > 0 && {
        accounts: (count) => alert(Array.from({ length: count }, (_, n) => anAccount(n))),
      }),
  };
}

/** Each puts alerts into an envelope: one that has grown, or many. Envelopes that have no list take the last alert. */
const wraps: Readonly<Record<string, (alerts: readonly unknown[]) => unknown>> = {
  CloudEvents: (alerts) =>
    alerts.map((data) => ({ specversion: '1.0', type: 'a', source: '/siem', id: 'e-1', data })),
  'CloudEvents, base64': (alerts) =>
    alerts.map((data) => ({
      specversion: '1.0',
      type: 'a',
      source: '/siem',
      id: 'e-1',
      data_base64: base64(data),
    })),
  'Event Grid': (alerts) =>
    alerts.map((data) => ({
      id: 'e-1',
      eventType: 'Contoso.Alert',
      eventTime: '2026-11-23T10:00:00Z',
      subject: 'alerts/1',
      dataVersion: '1.0',
      data,
    })),
  'Event Hub records': (alerts) => ({ records: alerts }),
  'search hits': (alerts) => alerts.map((data) => ({ _index: 'alerts', _id: '1', _source: data })),
  'HTTP Event Collector': (alerts) =>
    alerts.map((event) => ({ time: 1_795_428_000, sourcetype: 'a', event })),
  OData: (alerts) => ({ '@odata.context': 'https://graph.microsoft.com/', value: alerts }),
  'Logic Apps': (alerts) =>
    alerts.map((data) => ({ ContentData: base64(data), ContentType: 'application/json', MessageId: 'm' })),
  'Okta event hook': (events) => ({
    eventType: 'com.okta.event_hook',
    cloudEventsVersion: '0.1',
    eventTypeVersion: '1.0',
    data: { events },
  }),
  'Elastic connector': (alerts) => ({ rule: { name: 'Risky sign-in' }, alerts }),
  'Wazuh of Graph': (alerts) => alerts.map((data) => ({ rule: { level: 12 }, data: { 'ms-graph': data } })),
  'CEF in records': (alerts) => alerts.map((alert) => ({ message: cefLine(textsOf(alert)) })),
  'LEEF in lines': (alerts) => alerts.map((alert) => leefLine(textsOf(alert))).join('\n'),
  'a list': (alerts) => alerts,
  'JSON as text': (alerts) => JSON.stringify(alerts),
  'JSON as text in text': (alerts) => JSON.stringify(JSON.stringify(alerts)),
};

/** The ways in which a message in an envelope can become large, by envelope. */
export function envelopeShapes(alert: unknown): readonly (readonly [string, Shapes])[] {
  return Object.entries(wraps).map(([name, wrap]) => [
    name,
    {
      fields: (count) => wrap([withFields(alert, count)]),
      items: (count) => wrap(Array.from({ length: count }, () => alert)),
      'small items': (count) => wrap(Array.from({ length: count }, (_, n) => ({ id: n }))),
    },
  ]);
}

function withFields(alert: unknown, count: number): unknown {
  if (Array.isArray(alert))
    return [...(alert as unknown[]), ...Array.from({ length: count }, (_, id) => ({ id }))];
  const fields = Array.from({ length: count }, (_, n): [string, number] => [`key_${String(n)}`, n]);
  return { ...(alert as object), ...Object.fromEntries(fields) };
}

function anAccount(n: number): typeof averyAccount {
  const name = `u${String(n)}`;
  const id = `0a1b8f6e-3c52-4f0e-8a41-${String(n).padStart(12, '0')}`;
  return { ...averyAccount, id, name, upn: `${name}@contoso.com`, sid: `S-1-5-21-1-2-3-${String(n)}` };
}

/** The fields of an alert as fields of an event. */
function textsOf(alert: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(alert as object).map(([key, value]) => [key, String(value)]));
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
