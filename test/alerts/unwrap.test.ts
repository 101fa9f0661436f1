import { describe, expect, it } from '@jest/globals';
import { nodesOf } from '../../shared/alerts/envelopes/contents';
import type { OwnMessages } from '../../shared/alerts/envelopes/envelope';
import { eventIssues } from '../../shared/alerts/envelopes/event-text';
import { unwrap } from '../../shared/alerts/envelopes/unwrap';
import { JsonNode } from '../../shared/alerts/json-node';

const request = { user: 'avery@contoso.com' };
const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => [inner], request);

/** Each message that is left, with what counts there, and why it is not opened. */
function unwrapped(messages: readonly unknown[], own: OwnMessages = 'all'): unknown {
  const nodes = messages.map((message, n) => new JsonNode(message, `m${String(n)}`));
  const isAlert = (message: JsonNode): boolean => message.child('alert') !== undefined;
  const result = unwrap(nodes, { isAlert, decompress: undefined, own });
  return result.kind === 'items'
    ? result.items.map(({ message, own: counts, issue }) => [
        message.path,
        counts,
        ...(issue ? [issue.path] : []),
      ])
    : result;
}

describe('messages are taken out of their envelopes', () => {
  it.each<[string, unknown, unknown]>([
    ['none', request, [['m0', 'all']]],
    ['a list of one', [request], [['m0[0]', 'requests']]],
    [
      'lists in a list, in their order',
      [[1, 2], [3], 4],
      [
        ['m0[0][0]', 'requests'],
        ['m0[0][1]', 'requests'],
        ['m0[1][0]', 'requests'],
        ['m0[2]', 'requests'],
      ],
    ],
    ['text', JSON.stringify(request), [['m0', 'all']]],
    ['a body with headers', { headers: {}, body: request }, [['m0.body', 'all']]],
    ['a record of a log', { records: [request] }, [['m0.records[0]', 'none']]],
    ['a list in a record of a log', { records: [[request]] }, [['m0.records[0][0]', 'none']]],
    ['an empty list', [], [['m0', 'all']]],
    ['an alert, which is not opened', { records: [{ alert: 1, records: [1] }] }, [['m0.records[0]', 'none']]],
    ['an alert at the top, which is not opened', { alert: 1, value: [1] }, [['m0', 'all']]],
  ])('%s', (_what, message, items) => expect(unwrapped([message])).toEqual(items));
  it('with several at the top, each may be a request, and none a decision', () =>
    expect(unwrapped([request, [request]])).toEqual([
      ['m0', 'requests'],
      ['m1[0]', 'requests'],
    ]));
  it('with none that counts at the top, none counts within', () =>
    expect(unwrapped([[request]], 'none')).toEqual([['m0[0]', 'none']]));
  it('but for an envelope that another reader may read otherwise, around what would count', () => {
    const twice = { headers: {}, body: request, Body: request };
    expect(unwrapped([twice])).toEqual([['m0', 'none', 'm0.Body']]);
    expect(unwrapped([{ records: [twice] }])).toEqual([['m0.records[0].body', 'none']]);
  });
});

describe('envelopes that hold too much', () => {
  const many = (length: number): unknown[] => Array.from({ length }, () => 7);
  const items = 'holds more than 1000 items';
  it('are rejected by their path when they are too deep', () => {
    expect(unwrapped([nested(8)])).toEqual([['m0[0][0][0][0][0][0][0][0]', 'requests']]);
    expect(unwrapped([nested(9)])).toEqual({
      kind: 'rejected',
      path: 'm0[0][0][0][0][0][0][0][0]',
      message: 'is in more than 8 envelopes',
    });
  });
  it('are rejected when they hold too many messages', () => {
    expect(unwrapped([many(1000)])).toHaveLength(1000);
    expect(unwrapped([many(1001)])).toEqual({ kind: 'rejected', path: 'm0', message: items });
    expect(unwrapped([many(500), many(500)])).toHaveLength(1000);
    expect(unwrapped([many(500), many(501)])).toMatchObject({ kind: 'rejected', message: items });
    expect(unwrapped([{ value: many(1001) }])).toEqual({ kind: 'rejected', path: 'm0', message: items });
  });
  it('are rejected when an alert is a list that is too long', () =>
    expect(unwrapped([JSON.stringify(many(1001))])).toEqual({
      kind: 'rejected',
      path: 'm0',
      message: items,
    }));
});

describe('the documents of a body', () => {
  const document = { text: '{}', value: {} };
  it('are at the path of the body when there is one, and numbered when there are several', () => {
    expect(nodesOf([document], { path: '$' }).map(({ path }) => path)).toEqual(['$']);
    const two = nodesOf([document, document], { path: 'a', within: [{ text: 'x', path: '$' }] });
    expect(two.map(({ path, sources }) => [path, sources])).toEqual(
      ['a[0]', 'a[1]'].map((path) => [
        path,
        [
          { text: 'x', path: '$' },
          { text: '{}', path },
        ],
      ]),
    );
  });
});

describe('an event in CEF or LEEF that is not read', () => {
  const unread = 'is an event in CEF or LEEF that no format reads: docs/how-to/add-a-format.md adds one';
  it.each(['cef', 'leef'])('says so where no format matches it: %s', (name) =>
    expect(eventIssues(new JsonNode({ [name]: {} }, 'a'))).toEqual([{ path: 'a', message: unread }]),
  );
  it('has the issues of its text where it is malformed, by their places', () => {
    expect(eventIssues(new JsonNode('CEF:0|Acme'))).toEqual([{ path: 'cef', message: expect.any(String) }]);
    const lines = 'CEF:0|Acme|Edge|1|7|Token theft|8|\nno event';
    expect(eventIssues(new JsonNode(lines, 'a'))).toEqual([
      { path: 'a[1]', message: 'is a line that is not in CEF or LEEF' },
    ]);
  });
  it.each([{ cef: {}, more: 1 }, { other: {} }, {}, 'a line', 7, 'CEF:0|Acme|Edge|1|7|Token theft|8|'])(
    'is none in %j',
    (value) => expect(eventIssues(new JsonNode(value))).toBeUndefined(),
  );
});
