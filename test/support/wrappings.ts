/** Puts a message, which is JSON, into something that messages come in. */
export type Wrap = readonly [name: string, wrap: (json: string) => string];

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const text = (json: string): string => JSON.stringify(json);

/** What senders make of the bytes of a message. */
export const wireWraps: readonly Wrap[] = [
  ['JSON as text', text],
  ['base64 as text', (json) => text(base64(json))],
  ['$content', (json) => `{"$content-type":"application/json; charset=utf-8","$content":"${base64(json)}"}`],
  ['$content, as an object', (json) => `{"$content":${json}}`],
  ['headers and body', (json) => `{"headers":{"Content-Type":"application/json"},"body":${json}}`],
  ['headers and a body in base64', (json) => `{"headers":{},"body":"${base64(json)}"}`],
  ['ContentData', (json) => `{"ContentData":"${base64(json)}","ContentType":"application/json"}`],
  ['ContentData without a type', (json) => `{"ContentData":"${base64(json)}","ContentType":null}`],
  ['ContentData alone', (json) => `{"ContentData":"${base64(json)}","MessageId":"m","SessionId":null}`],
  ['contentData, as text', (json) => `{"contentData":${text(json)},"messageId":"m"}`],
  ['contentData, as an object', (json) => `{"contentData":${json},"contentType":"application/json"}`],
];

/** What can only be outermost, since it is not JSON. */
export const outerWraps: readonly Wrap[] = [
  ['base64 alone', base64],
  ['a line of its own', (json) => `\n${json}\r\n\n`],
];

/** Lists of messages. */
export const listWraps: readonly Wrap[] = [['a list', (json) => `[${json}]`]];

const cloudEvent = (type: string, data: string): string =>
  `{"specversion":"1.0","type":"${type}","source":"/siem","id":"e-1",${data}}`;
const eventGridEvent = (type: string, data: string): string =>
  `{"id":"e-1","eventType":"${type}","eventTime":"2026-11-23T10:00:00Z","subject":"s","dataVersion":"1.0","data":${data}}`;

/** Events of any type but one. */
export const eventWraps = eventsOf('com.contoso.alert');
/** Events of the type of our own messages. */
export const requestEventWraps = eventsOf('io.github.session-revoker.request.v1');

function eventsOf(type: string): readonly Wrap[] {
  return [
    [`a CloudEvent of type ${type}`, (json) => cloudEvent(type, `"data":${json}`)],
    [`a CloudEvent of type ${type}, as text`, (json) => cloudEvent(type, `"data":${text(json)}`)],
    [`a CloudEvent of type ${type}, base64`, (json) => cloudEvent(type, `"data_base64":"${base64(json)}"`)],
    [`an Event Grid event of type ${type}`, (json) => eventGridEvent(type, json)],
  ];
}

/** What logs and searches return. */
export const logWraps: readonly Wrap[] = [
  ['an event of the HTTP Event Collector', (json) => `{"sourcetype":"_json","event":${json}}`],
  ['the same, as text', (json) => `{"sourcetype":"_json","event":${text(json)}}`],
  ['Event Hub records', (json) => `{"records":[${json}]}`],
  ['a search hit', (json) => `{"_index":"app-logs","_id":"x","_source":${json}}`],
  ['an OData answer', (json) => `{"@odata.context":"https://graph.microsoft.com/","value":[${json}]}`],
  ['an event hook', (json) => `{"eventType":"com.okta.event_hook","data":{"events":[${json}]}}`],
  ['what Wazuh has fetched', (json) => `{"data":{"integration":"ms-graph","ms-graph":${json}}}`],
];
