import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ORIGINAL_REFERENCE,
  contentName,
  divided,
  originalUnder,
  referenceIn,
} from '../../shared/messages/stored-original';
import { anyText } from '../support/any-text';
import { expectEqual } from '../support/equal';

const plain = fc.oneof(anyText, fc.integer(), fc.boolean());
const contents = fc.record(
  {
    body: fc.uint8Array({ maxLength: 200 }),
    contentType: fc.string(),
    // Readers of JSON leave this one name out.
    properties: fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
      plain,
    ),
  },
  { requiredKeys: ['body'] },
);
const origins = fc.record(
  { messageId: fc.string(), sequenceNumber: fc.string(), enqueuedAt: fc.string() },
  { requiredKeys: [] },
);

describe('a stored original', () => {
  it('is read back as it was, with what its copies carry, whatever is in it', () => {
    fc.assert(
      fc.property(contents, origins, (original, origin) => {
        const { content, carried } = divided(original);
        const read = originalUnder(contentName(content, origin), origin, content);
        expectEqual(Buffer.from(read?.body ?? []).equals(Buffer.from(original.body)), true);
        expect(read?.contentType).toBe(original.contentType);
        expectEqual({ ...read?.properties, ...carried }, original.properties ?? {});
      }),
    );
  });
  it('of another message is never returned, whatever reference a sender writes', () => {
    fc.assert(
      fc.property(contents, origins, origins, (original, origin, forged) => {
        fc.pre(JSON.stringify(ordered(origin)) !== JSON.stringify(ordered(forged)));
        const { content } = divided(original);
        expectEqual(originalUnder(contentName(content, origin), forged, content), undefined);
      }),
    );
  });
  it('that is gone, or was changed, is not returned', () => {
    const { content } = divided({ body: Buffer.from('{}') });
    const name = contentName(content, {});
    expect(originalUnder(name, {}, undefined)).toBeUndefined();
    expect(originalUnder(name, {}, Buffer.concat([content, Buffer.from(' ')]))).toBeUndefined();
  });
  it.each([
    ['without a first line', Buffer.from('{}')],
    ['whose first line is not JSON', Buffer.from('x\n{}')],
    ['with a first line of another form', Buffer.from('{"a":1}\n{}')],
  ])('%s is not read', (_what, content) =>
    expect(originalUnder(contentName(content, {}), {}, content)).toBeUndefined(),
  );
  it('has the same name for each copy, whatever their histories', () => {
    const body = Buffer.from('{}');
    const [one, other] = [1, 2].map((attempts) =>
      divided({ body, properties: { tenant: 'a', revocationAttempts: attempts } }),
    );
    expect(one?.content).toEqual(other?.content);
  });
});

describe('a copy', () => {
  it('carries the properties of the app and of the trace, and no long ones', () => {
    const properties = {
      revocationCameBy: 'webhook',
      traceparent: '00-1',
      'Diagnostic-Id': '00-2',
      revocationOther: 'x'.repeat(600),
      severity: 3,
      [ORIGINAL_REFERENCE]: 'x',
    };
    expect(divided({ body: Buffer.alloc(0), properties }).carried).toEqual({
      revocationCameBy: 'webhook',
      traceparent: '00-1',
      'Diagnostic-Id': '00-2',
    });
  });
  const name = 'a'.repeat(64);
  it.each([
    ['without a body', Buffer.alloc(0), { [ORIGINAL_REFERENCE]: name }, name],
    ['with a body is its own original', Buffer.from('{}'), { [ORIGINAL_REFERENCE]: name }, undefined],
    [
      'with a name of another form does not refer',
      Buffer.alloc(0),
      { [ORIGINAL_REFERENCE]: '../x' },
      undefined,
    ],
    ['with a number does not refer', Buffer.alloc(0), { [ORIGINAL_REFERENCE]: 7 }, undefined],
    ['without the property does not refer', Buffer.alloc(0), {}, undefined],
  ])('%s', (_what, body, properties, expected) => expect(referenceIn(body, properties)).toBe(expected));
});

/** As a name counts it: what is absent is null. */
function ordered({ messageId, sequenceNumber, enqueuedAt }: Readonly<Record<string, string | undefined>>) {
  return [messageId ?? null, sequenceNumber ?? null, enqueuedAt ?? null];
}
