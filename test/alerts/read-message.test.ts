import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addedFormats } from '../../shared/alerts/added-formats';
import type { Format } from '../../shared/alerts/format';
import { MAX_BODY_BYTES } from '../../shared/alerts/json-document';
import { readMessage as readItems } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import type { Decompressed } from '../../shared/messages/content-encoding';
import { expectEqual } from '../support/equal';

const context = { fallbackId: 'message-1' };
const noRequest =
  'is not an alert of a known product, and not a revocation request: a request is a JSON object that names `user` or `users`';

/** The reading of a message; of a batch, that of the first item which is not rejected. */
function readMessage(body: Uint8Array, of: typeof context): Reading {
  const readings = readItems(body, of);
  return readings.find(({ kind }) => kind !== 'rejected') ?? readings[0];
}

function bytes(text: string): Buffer {
  return Buffer.from(text);
}

describe('a message that is not a request is rejected, with the reason', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'The message is empty.'],
    ['white space', bytes(' \n'), 'The message is not JSON.'],
    ['text', bytes('avery@contoso.com'), 'The message is not JSON.'],
    ['half of a request', bytes('{"user":"avery@contoso.com"'), 'The message is not JSON.'],
    ['two requests', bytes('{"user":"a@b.c"}{"user":"d@e.f"}'), 'The message is not JSON.'],
    ['a NUL byte', bytes('\u0000'), 'The message is not JSON.'],
    [
      'a security event token',
      bytes('eyJhbGciOiJub25lIn0.eyJpc3MiOiJpIn0.c2ln'),
      'is a security event token, which counts only once its signature has been verified',
    ],
    ['a NUL byte behind a request', bytes('{"user":"avery@contoso.com"}\u0000'), 'The message is not JSON.'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'The message is not UTF-8.'],
    ['an overlong encoding', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'The message is not UTF-8.'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'The message is not UTF-8.'],
    ['UTF-16', Buffer.from('{"user":"avery@contoso.com"}', 'utf16le'), 'The message is not JSON.'],
    ['null', bytes('null'), noRequest],
    ['a number', bytes('123'), noRequest],
    ['a string', bytes('"avery@contoso.com"'), noRequest],
    ['an empty list', bytes('[]'), noRequest],
    ['an empty object', bytes('{}'), noRequest],
    ['an object without a user', bytes('{"whatIf":true}'), noRequest],
    ['50,000 open brackets', bytes('['.repeat(50_000)), 'The message is not JSON.'],
    ['__proto__ alone', bytes('{"__proto__":{"user":"avery@contoso.com"}}'), noRequest],
    [
      'a megabyte and more',
      bytes(JSON.stringify({ user: 'a@b.c', reason: 'x'.repeat(MAX_BODY_BYTES) })),
      `The message has ${String(MAX_BODY_BYTES + 28)} bytes; the maximum is ${String(MAX_BODY_BYTES)}.`,
    ],
  ])('%s', (_what, body, message) =>
    expect(readMessage(body, context)).toEqual({ kind: 'rejected', issues: [{ path: '$', message }] }),
  );
  it.each([
    ['50,000 brackets', '['.repeat(50_000) + ']'.repeat(50_000), '$[0][0][0][0][0][0][0][0]'],
    ['50,000 objects within a user', `{"user":${'{"id":'.repeat(50_000)}1${'}'.repeat(50_000)}}`, 'user.id'],
    ['a user of a megabyte', JSON.stringify({ user: `${'x'.repeat(1_000_000)}@contoso.com` }), 'user'],
    ['half a surrogate pair in a user', '{"user":"\\ud800@contoso.com"}', 'user'],
    ['a NUL in a user', '{"user":"a\\u0000@contoso.com"}', 'user'],
  ])('%s, by its path', (_what, text, path) =>
    expect(readMessage(bytes(text), context)).toMatchObject({ kind: 'rejected', issues: [{ path }] }),
  );
});

describe('what is a request all the same', () => {
  it('is the only item of a list', () =>
    expect(readMessage(bytes('[{"user":"avery@contoso.com"}]'), context).kind).toBe('request'));
  it('has a byte order mark', () =>
    expect(readMessage(bytes('\ufeff{"user":"avery@contoso.com"}'), context).kind).toBe('request'));
  it('is as long as a message may be', () => {
    const padding = ' '.repeat(MAX_BODY_BYTES - '{"user":"a@b.c"}'.length);
    expect(readMessage(bytes(`{"user":"a@b.c"}${padding}`), context).kind).toBe('request');
  });
});

describe('the items of a message', () => {
  const request = '{"user":"avery@contoso.com"}';
  it('have ids of their own, also where they are rejected', () => {
    const [first, second] = readItems(bytes(`[${request},{"whatIf":true}]`), context);
    const users = [{ kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' }];
    expect(first).toEqual({
      kind: 'request',
      request: { id: 'message-1.0', format: 'native', users, mode: 'revoke', confirm: false },
    });
    expect(second).toEqual({
      kind: 'rejected',
      requestId: 'message-1.1',
      issues: [{ path: '$[1]', message: noRequest }],
    });
  });
  it.each([
    ['{"user":"a@b.c","user":"a@b.c"}', 'user'],
    ['[{"user":"a@b.c","user":"a@b.c"}]', '[0].user'],
    [JSON.stringify({ $content: '[{"user":"a@b.c","user":"a@b.c"}]' }), '$content[0].user'],
    [JSON.stringify({ $content: '{"user":"a@b.c","user":"a@b.c"}' }), '$content.user'],
  ])('are rejected by the path of a key that appears twice: %s', (text, path) =>
    expect(readItems(bytes(text), context)).toEqual([
      { kind: 'rejected', format: 'native', issues: [{ path, message: 'appears twice' }] },
    ]),
  );
  it('are rejected with what is wrong with an event in CEF', () =>
    expect(readItems(bytes('CEF:0|Acme'), context)).toEqual([
      { kind: 'rejected', issues: [{ path: 'cef', message: expect.any(String) }] },
    ]));
});

describe('an alert', () => {
  const OTHER = 'd1d1d1d1-2222-4333-8444-555566667777';
  const OURS = '6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31';
  const names = { userPrincipalName: 'mail', tenant: 'home' };
  const acme = {
    name: 'acme',
    match: [{ path: 'records[].acme', exists: true }],
    alert: { provider: 'Acme' },
  };
  const added = addedFormats([
    { kind: 'file', content: [{ ...acme, accounts: [{ at: 'records[]', names }] }] },
  ]);
  const formats: readonly Format[] = added.kind === 'valid' ? added.formats : [];
  const records = [
    { acme: 1, mail: 'a@contoso.com', home: OURS },
    { acme: 1, mail: 'b@fabrikam.com', home: OTHER },
  ];
  const read = (tenantId?: string): unknown => {
    const given = { ...context, formats, ...(tenantId !== undefined && { tenantId }) };
    return readItems(bytes(JSON.stringify({ records })), given);
  };
  it('is not opened, though it looks like something that messages come in', () =>
    expect(read()).toMatchObject([{ kind: 'request', request: { format: 'acme' } }]));
  it('is read for the tenant of the app, in whatever case that is written', () =>
    expect(read(OURS.toUpperCase())).toMatchObject([
      {
        request: { users: [{ userPrincipalName: 'a@contoso.com' }] },
        skipped: [{ name: 'b@fabrikam.com', reason: 'is an account of another tenant' }],
      },
    ]));
});

describe('what is compressed within a message', () => {
  const item = { ContentData: 'e30=', Properties: { 'content-encoding': 'gzip' } };
  const request = '{"user":"avery@contoso.com"}';
  /** How often something is decompressed in a message of four items, of which each gives the same. */
  const timesOf = (result: Decompressed): number => {
    let times = 0;
    const decompress = (): Decompressed => {
      times++;
      return result;
    };
    readItems(bytes(JSON.stringify([item, item, item, item])), { ...context, decompress });
    return times;
  };
  const decompressed = (length: number): Decompressed => ({
    kind: 'decompressed',
    bytes: bytes('{}'.padEnd(length)),
  });
  it('is read where something decompresses it', () => {
    const decompress = (): Decompressed => ({ kind: 'decompressed', bytes: bytes(request) });
    expect(readItems(bytes(JSON.stringify(item)), { ...context, decompress })).toMatchObject([
      { kind: 'request' },
    ]);
    expect(readItems(bytes(JSON.stringify(item)), context)).toMatchObject([{ kind: 'rejected' }]);
  });
  it('is decompressed until it is as much as a message may be', () => {
    expect(timesOf(decompressed(2))).toBe(4);
    expect(timesOf(decompressed(MAX_BODY_BYTES / 2))).toBe(2);
    expect(timesOf(decompressed(MAX_BODY_BYTES / 2 - 1))).toBe(3);
  });
  it('is not decompressed any more once one item is too large', () =>
    expect(timesOf({ kind: 'tooLarge' })).toBe(1));
  it('is tried for each item that is not compressed after all', () =>
    expect(timesOf({ kind: 'notCompressed' })).toBe(4));
});

describe('reading never throws', () => {
  it('whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        expectEqual(readMessage(body, context).kind, 'rejected');
      }),
      { numRuns: 100 },
    );
  });
  it('whatever the JSON, and revokes nobody who is not named', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expectEqual(readMessage(bytes(text), context).kind, 'rejected');
      }),
      { numRuns: 100 },
    );
  });
  it('for any values in the fields of a request', () => {
    const names = [
      'id',
      'user',
      'users',
      'whatIf',
      'confirm',
      'tenantId',
      'reason',
      'alert',
      'requestedBy',
      'requestedAt',
      '__proto__',
    ];
    const hostile = fc.oneof(
      fc.anything({ withNullPrototype: true }),
      fc.jsonValue(),
      fc.constant('avery@contoso.com'),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), hostile), (fields) => {
        const reading = readMessage(bytes(toJson(fields)), context);
        if (reading.kind === 'request') {
          const named = JSON.stringify(fields).toLowerCase();
          for (const user of reading.request.users) {
            const { kind: _kind, ...names_ } = user;
            for (const name of Object.values(names_))
              expect(named).toContain(JSON.stringify(name).slice(1, -1).toLowerCase());
          }
        } else expect((reading.kind === 'rejected' ? reading.issues : []).length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

/** JSON.stringify gives up on a bigint. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? String(field) : field));
}
