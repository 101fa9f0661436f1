import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REQUEST_EVENT } from '../../shared/alerts/envelopes/envelope';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { averyAccount as avery } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { expectEqual } from '../support/equal';
import type { Wrap } from '../support/wrappings';
import {
  eventWraps,
  listWraps,
  logWraps,
  outerWraps,
  requestEventWraps,
  wireWraps,
} from '../support/wrappings';

const request = { user: 'avery@contoso.com' };
const decision = { confirmation: 'c-1', decision: 'approve', by: 'blake@contoso.com' };

const requestEvent = { specversion: '1.0', type: REQUEST_EVENT, source: '/siem', id: 'e-1' };

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

function read(text: string): readonly Reading[] {
  return readMessage(Buffer.from(text), { fallbackId: 'message-1' });
}

function kinds(text: string): string[] {
  return read(text).map(({ kind }) => kind);
}

function wrapped(wraps: readonly Wrap[], text: string): string {
  return wraps.reduce((inner, [, wrap]) => wrap(inner), text);
}

describe('a request of our own', () => {
  it.each([...wireWraps, ...outerWraps, ...listWraps, ...requestEventWraps])(
    'counts in %s',
    (_name, wrap) => {
      const [reading] = read(wrap(JSON.stringify(request)));
      expect(reading).toMatchObject({ kind: 'request', request: { format: 'native', id: 'message-1' } });
    },
  );
  it.each([...logWraps, ...eventWraps])('does not count in %s', (_name, wrap) =>
    expect(read(wrap(JSON.stringify(request)))).toMatchObject([
      {
        kind: 'rejected',
        issues: [{ message: expect.stringContaining('counts only as a message of its own') }],
      },
    ]),
  );
  it.each([
    ['counts as the data of an event of requests in binary mode', REQUEST_EVENT, 'request'],
    ['does not count as the data of another event in binary mode', 'com.contoso.sign-in', 'rejected'],
  ])('%s', (_what, eventType, kind) => {
    const body = Buffer.from(JSON.stringify(request));
    expect(readMessage(body, { fallbackId: 'm', eventType })).toMatchObject([{ kind }]);
  });
  it.each<[string, Record<string, unknown>, string]>([
    ['a body', { headers: {}, body: request, Body: { user: 'blake@contoso.com' } }, 'Body'],
    ['headers', { headers: {}, body: request, HEADERS: {} }, 'HEADERS'],
    [
      'content',
      { contentData: request, ContentData: request, ContentType: 'application/json' },
      'ContentData',
    ],
    [
      'what stands beside content',
      { contentData: request, message_id: '1', messageId: '2', ContentType: 'a' },
      'messageId',
    ],
    ['data', { ...requestEvent, data: request, Data: request }, 'Data'],
    ['data in two forms', { ...requestEvent, data: request, data_base64: base64(request) }, 'data_base64'],
    [
      'data in two forms, in another order',
      { data_base64: base64(request), ...requestEvent, data: request },
      'data',
    ],
  ])('is rejected in an envelope that has %s twice', (_what, envelope, path) => {
    const issues = [{ path, message: expect.stringContaining('appears twice') }];
    expect(read(JSON.stringify(envelope))).toMatchObject([{ kind: 'rejected', issues }]);
    expect(read(JSON.stringify([request, envelope]))).toMatchObject([
      { kind: 'request' },
      { kind: 'rejected', issues: [{ path: `$[1].${path}` }] },
    ]);
  });
  it('counts in any nesting of wire forms, lists and events of requests', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...wireWraps, ...listWraps, ...requestEventWraps), { maxLength: 3 }),
        fc.constantFrom<Wrap>(['nothing', (json) => json], ...outerWraps),
        (wraps, outer) =>
          expectEqual(kinds(wrapped([...wraps, outer], JSON.stringify(request))), ['request']),
      ),
    );
  });
  it('never counts within a log or any other event, whatever is around it and within it', () => {
    const any = fc.constantFrom(...wireWraps, ...listWraps, ...requestEventWraps, ...eventWraps, ...logWraps);
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 2 }),
        fc.constantFrom(...logWraps, ...eventWraps),
        fc.array(any, { maxLength: 2 }),
        fc.constantFrom<unknown>(request, decision, { users: ['avery@contoso.com'], whatIf: false }),
        (inner, log, outer, message) =>
          expectEqual(kinds(wrapped([...inner, log, ...outer], JSON.stringify(message))), ['rejected']),
      ),
      { numRuns: 500 },
    );
  });
});

describe('a decision', () => {
  it.each([...wireWraps, ...outerWraps, ...requestEventWraps])('counts in %s', (_name, wrap) =>
    expect(kinds(wrap(JSON.stringify(decision)))).toEqual(['decision']),
  );
  it.each([...listWraps, ...logWraps, ...eventWraps])('does not count in %s', (_name, wrap) =>
    expect(kinds(wrap(JSON.stringify(decision)))).toEqual(['rejected']),
  );
});

describe('a key that appears twice', () => {
  const own = [...wireWraps, ...listWraps, ...requestEventWraps];
  const contradictions = [
    '{"user":"avery@contoso.com","whatIf":true,"whatIf":false}',
    '{"user":{"id":"0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01","id":"0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02"}}',
    '{"confirmation":"c-1","decision":"decline","decision":"approve","by":"blake@contoso.com"}',
  ];
  it.each(own)('in a request is an issue in %s, with its path', (_name, wrap) =>
    expect(read(wrap(contradictions[0] ?? ''))).toMatchObject([
      {
        kind: 'rejected',
        issues: [{ path: expect.stringMatching(/(?:^|[.\]])whatIf$/), message: 'appears twice' }],
      },
    ]),
  );
  it('in a request or a decision is an issue in any nesting', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...contradictions),
        fc.array(fc.constantFrom(...own), { maxLength: 3 }),
        (text, wraps) => expectEqual(kinds(wrapped(wraps, text)), ['rejected']),
      ),
      { numRuns: 300 },
    );
  });
  it('in what a request comes in is an issue', () =>
    expect(kinds('{"$content":"e30=","$content":{"user":"avery@contoso.com"}}')).toEqual(['rejected']));
  it('in an alert is none: products write such alerts', () => {
    const alert = JSON.stringify(alertFixtures[0]?.alert([avery]));
    expect(kinds(`${alert.slice(0, -1)},"extra":1,"extra":2}`)).toEqual(['request']);
  });
});

describe('decisions', () => {
  const lines = [decision, decision].map((one) => JSON.stringify(one)).join('\n');
  it.each([
    ['lines', lines],
    ['lines beside a line of a log', `${JSON.stringify(decision)}\n{"a":1}`],
    ['lines in base64', JSON.stringify(Buffer.from(lines).toString('base64'))],
    ['lines in ContentData', JSON.stringify({ ContentData: lines })],
    ['a list', JSON.stringify([decision])],
  ])('do not count in %s', (_name, text) => expect(kinds(text)).not.toContain('decision'));
});
