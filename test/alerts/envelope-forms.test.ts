import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { zlibDecompress } from '../../shared/adapters/zlib-decompress';
import type { OwnMessages } from '../../shared/alerts/envelopes/envelope';
import { REQUEST_EVENT, ambiguityOf } from '../../shared/alerts/envelopes/envelope';
import { envelopes } from '../../shared/alerts/envelopes/unwrap';
import { JsonNode } from '../../shared/alerts/json-node';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const named = (name: string) => {
  const found = envelopes.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is no envelope.`);
  return found;
};

/** The paths and the values of what an envelope holds. */
const opened = (name: string, message: unknown): unknown =>
  named(name)
    .open(new JsonNode(message), zlibDecompress)
    ?.map(({ path, value }) => [path, value]);

const a = { a: 1 };
const inBase64 = base64('{"a":1}');
const compressed = base64(gzipSync('{"a":1}'));
const cloudEvent = { specversion: '1.0', type: 't', source: '/s', id: 'e' };
const eventGridEvent = { id: 'e', eventType: 't', eventTime: '2026-11-23T10:00:00Z', dataVersion: '1.0' };
const kibanaAlert = { kibana: { alert: { uuid: 'u' } } };
const finding = { finding_id: 'x@@notable@@1' };
const netskopeAlert = { alert: 'yes', alert_type: 'uba' };
const cef = 'CEF:0|Acme|Edge|1|7|Token theft|8|suser=avery@contoso.com';

const forms: readonly (readonly [string, unknown, unknown])[] = [
  ['cloudEvents', { ...cloudEvent, data: a }, [['data', a]]],
  ['cloudEvents', { ...cloudEvent, data: 'text' }, [['data', 'text']]],
  ['cloudEvents', { ...cloudEvent, data_base64: inBase64 }, [['data_base64', a]]],
  ['cloudEvents', { ...cloudEvent, data_base64: a, data: 5 }, [['data', 5]]],
  [
    'cloudEvents',
    { ...cloudEvent, data_base64: base64('{"a":1}\n{"b":2}') },
    [
      ['data_base64[0]', a],
      ['data_base64[1]', { b: 2 }],
    ],
  ],
  ['eventGrid', { ...eventGridEvent, data: a }, [['data', a]]],
  [
    'eventHubRecords',
    { records: [a, 5] },
    [
      ['records[0]', a],
      ['records[1]', 5],
    ],
  ],
  ['searchHit', { _index: 'i', _id: '1', _source: a }, [['_source', a]]],
  ['httpEventCollector', { sourcetype: 's', time: 1, event: a }, [['event', a]]],
  ['httpEventCollector', { sourcetype: 's', event: '{"a":1}' }, [['event', '{"a":1}']]],
  ['odata', { '@odata.context': 'c', value: [a] }, [['value[0]', a]]],
  ['odata', { validationTokens: [], value: a }, [['value', a]]],
  ['odata', { value: [a] }, [['value[0]', a]]],
  ['contentData', { ContentData: inBase64, ContentType: 'x', other: 1 }, [['ContentData', a]]],
  ['contentData', { contentData: a, MessageId: 'm', sessionID: null }, [['contentData', a]]],
  ['contentData', { ContentData: 'text' }, [['ContentData', 'text']]],
  [
    'contentData',
    { ContentData: compressed, Properties: { 'Content-Encoding': 'gzip' } },
    [['ContentData', a]],
  ],
  [
    'contentData',
    { ContentData: compressed, Properties: {}, UserProperties: { contentEncoding: 'gzip' } },
    [['ContentData', a]],
  ],
  ['contentData', { ContentData: compressed }, [['ContentData', compressed]]],
  ['logicAppsContent', { '$content-type': 'x', $content: inBase64 }, [['$content', a]]],
  ['logicAppsContent', { $content: a }, [['$content', a]]],
  ['triggerOutputs', { headers: {}, body: a, StatusCode: 200 }, [['body', a]]],
  ['triggerOutputs', { headers: {}, body: inBase64 }, [['body', a]]],
  ['triggerOutputs', { headers: { 'Content-Encoding': 'gzip' }, body: compressed }, [['body', a]]],
  [
    'triggerOutputs',
    { headers: { 'Content-Encoding': 'gzip' }, body: { $content: compressed } },
    [['body.$content', a]],
  ],
  ['triggerOutputs', { headers: {}, body: { $content: inBase64 } }, [['body', { $content: inBase64 }]]],
  ['triggerOutputs', { headers: { 'Content-Encoding': 'gzip' }, body: '{"a":1}' }, [['body', '{"a":1}']]],
  ['oktaEventHook', { eventType: 'com.okta.event_hook', data: { events: [a] } }, [['data.events[0]', a]]],
  ['elasticConnector', { rule: {}, alerts: [kibanaAlert] }, [['alerts[0]', kibanaAlert]]],
  ['splunkFindings', { findings: [finding] }, [['findings[0]', finding]]],
  [
    'splunkFindings',
    { findings: [], results: [{ event_id: 'x@@notable@@1' }] },
    [['results[0]', { event_id: 'x@@notable@@1' }]],
  ],
  ['netskopeAlerts', { ok: 1, result: [netskopeAlert] }, [['result[0]', netskopeAlert]]],
  ['netskopeAlerts', { data: [netskopeAlert] }, [['data[0]', netskopeAlert]]],
  ['wazuhGraph', { data: { integration: 'ms-graph', 'ms-graph': a } }, [['data.ms-graph', a]]],
  ['wazuhGraph', { integration: 'ms-graph', 'ms-graph': a }, [['ms-graph', a]]],
  ['logRecord', { event: { original: cef } }, [['event.original', cef]]],
  ['logRecord', { message: 'a line', log: cef }, [['log', cef]]],
  ['logRecord', { _raw: cef }, [['_raw', cef]]],
  [
    'batch',
    [a, 5],
    [
      ['$[0]', a],
      ['$[1]', 5],
    ],
  ],
  ['base64Text', inBase64, [['$', a]]],
];

const others: readonly (readonly [string, unknown])[] = [
  ['cloudEvents', { ...cloudEvent, specversion: '0.3', data: a }],
  ['cloudEvents', { ...cloudEvent, type: '', data: a }],
  ['cloudEvents', { ...cloudEvent, source: null, data: a }],
  ['cloudEvents', { specversion: '1.0', type: 't', source: '/s', data: a }],
  ['cloudEvents', cloudEvent],
  ['eventGrid', eventGridEvent],
  ['eventGrid', { ...eventGridEvent, id: '', data: a }],
  ['eventGrid', { ...eventGridEvent, eventType: '', data: a }],
  ['eventGrid', { ...eventGridEvent, eventTime: '', data: a }],
  ['eventGrid', { ...eventGridEvent, dataVersion: '', data: a }],
  ['eventHubRecords', { records: [a], more: 1 }],
  ['eventHubRecords', { records: a }],
  ['eventHubRecords', { other: [a] }],
  ['eventHubRecords', {}],
  ['searchHit', { _id: '1', _source: a }],
  ['searchHit', { _index: 'i' }],
  ['httpEventCollector', { event: a }],
  ['httpEventCollector', { sourcetype: 's' }],
  ['httpEventCollector', { sourcetype: 's', event: 'text' }],
  ['odata', { '@odata.context': 'c', values: [a] }],
  ['odata', { '@odata.context': 'c' }],
  ['odata', { value: [a], more: 1 }],
  ['odata', { value: [a], 'more@': 1 }],
  ['odata', { '@odata.context': 'c', value: [] }],
  ['odata', { '@odata.context': 'c', value: 'text' }],
  ['contentData', { ContentData: inBase64, other: 1 }],
  ['contentData', { ContentType: 'x' }],
  ['logicAppsContent', { $content: a, other: 1 }],
  ['logicAppsContent', { '$content-type': 'x' }],
  ['logicAppsContent', {}],
  ['triggerOutputs', { headers: {}, body: a, other: 1 }],
  ['triggerOutputs', { headers: {} }],
  ['triggerOutputs', { body: a }],
  ['triggerOutputs', { headers: 'x', body: a }],
  ['oktaEventHook', { eventType: 'other', data: { events: [a] } }],
  ['elasticConnector', { alerts: [] }],
  ['elasticConnector', { alerts: [kibanaAlert, a] }],
  ['splunkFindings', { findings: [finding, a] }],
  ['splunkFindings', { findings: [{ finding_id: 'x' }] }],
  ['splunkFindings', { others: [finding] }],
  ['netskopeAlerts', { result: [netskopeAlert, a] }],
  ['netskopeAlerts', { result: [{ ...netskopeAlert, alert: 'no' }] }],
  ['netskopeAlerts', { result: [{ alert: 'yes' }] }],
  ['netskopeAlerts', { result: [] }],
  ['wazuhGraph', { data: { integration: 'aws', 'ms-graph': a } }],
  ['wazuhGraph', { data: { integration: 'ms-graph' } }],
  ['logRecord', { message: 'a line', event: { cef } }],
  ['logRecord', { other: cef }],
  ['batch', a],
  ['eventText', 'a line'],
  ['eventText', { cef }],
  ['eventText', 'CEF:0|Acme'],
  ['base64Text', 'text'],
  ['base64Text', base64('text')],
  ['base64Text', a],
];

describe('an envelope', () => {
  it.each(forms)('is opened: %s %j', (name, message, contents) =>
    expect(opened(name, message)).toEqual(contents),
  );
  it.each(others)('is not opened where it is none: %s %j', (name, message) =>
    expect(opened(name, message)).toBeUndefined(),
  );
  it('of lines in CEF holds as many events, of which a malformed one stays text', () => {
    expect(opened('eventText', cef)).toEqual([
      ['$', { cef: expect.objectContaining({ name: 'Token theft' }) }],
    ]);
    expect(opened('eventText', `${cef}\nCEF:0|Acme`)).toEqual([
      ['$[0]', { cef: expect.objectContaining({ name: 'Token theft' }) }],
      ['$[1]', 'CEF:0|Acme'],
    ]);
  });
  it('keeps compressed bytes as they are where nothing decompresses them', () => {
    const message = new JsonNode({ ContentData: compressed, Properties: { 'content-encoding': 'gzip' } });
    expect(
      named('contentData')
        .open(message)
        ?.map(({ value }) => value),
    ).toEqual([compressed]);
  });
  it('keeps the texts that its contents were read from', () => {
    const text = JSON.stringify({ ...cloudEvent, data_base64: inBase64 });
    const [content] = named('cloudEvents').open(new JsonNode(text)) ?? [];
    expect(content?.sources).toEqual([
      { text, path: '$' },
      { text: '{"a":1}', path: 'data_base64' },
    ]);
  });
});

describe('which messages of our own count in an envelope', () => {
  const countIn = (name: string, around: OwnMessages, message: unknown = {}): OwnMessages =>
    named(name).own?.(around, new JsonNode(message)) ?? 'none';
  it.each(['contentData', 'logicAppsContent', 'triggerOutputs', 'base64Text'])(
    'are those around it where it is a way to write a message: %s',
    (name) => {
      for (const around of ['all', 'requests', 'none'] as const) expect(countIn(name, around)).toBe(around);
    },
  );
  it('are requests in a list', () => {
    expect(countIn('batch', 'all')).toBe('requests');
    expect(countIn('batch', 'requests')).toBe('requests');
    expect(countIn('batch', 'none')).toBe('none');
  });
  it.each([
    ['cloudEvents', 'type'],
    ['eventGrid', 'eventType'],
  ])('are those around an event of our type: %s', (name, type) => {
    expect(countIn(name, 'all', { [type]: REQUEST_EVENT })).toBe('all');
    expect(countIn(name, 'requests', { [type]: REQUEST_EVENT })).toBe('requests');
    expect(countIn(name, 'all', { [type]: 'com.contoso.alert' })).toBe('none');
  });
  it.each(['eventHubRecords', 'searchHit', 'httpEventCollector', 'odata', 'logRecord', 'eventText'])(
    'are none in what has been logged: %s',
    (name) => expect(countIn(name, 'all')).toBe('none'),
  );
});

describe('an envelope around a message of our own', () => {
  const message = 'appears twice, in another spelling or another form';
  it.each<[object, string]>([
    [{ body: 1, Body: 2 }, 'Body'],
    [{ data: 1, data_base64: 'x' }, 'data_base64'],
    [{ DataBase64: 'x', id: 1, data: 1 }, 'data'],
  ])('is ambiguous where a name appears twice: %j', (envelope, path) =>
    expect(ambiguityOf(new JsonNode(envelope))).toEqual({ path, message }),
  );
  it('is not ambiguous otherwise', () =>
    expect(
      ambiguityOf(new JsonNode({ data: 1, data2: 2, mydatabase64: 3, database64s: 4 })),
    ).toBeUndefined());
});
