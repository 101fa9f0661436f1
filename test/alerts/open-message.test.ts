import { describe, expect, it } from '@jest/globals';
import { addedFormats } from '../../shared/alerts/added-formats';
import type { Format } from '../../shared/alerts/format';
import type { MessageBody, OpenedMessage } from '../../shared/alerts/open-message';
import { openMessage, readClaims } from '../../shared/alerts/open-message';
import type { Decompress } from '../../shared/messages/content-encoding';

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln';
const request = JSON.stringify({ user: 'avery@contoso.com' });
const claims = {
  iss: 'https://idp.contoso.com/',
  jti: 't-1',
  sub_id: { format: 'email', email: 'avery@contoso.com' },
  events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} },
};

function open(
  text: string,
  described: Omit<MessageBody, 'body'> = {},
  decompress: Decompress = () => ({ kind: 'notCompressed' }),
): OpenedMessage {
  return openMessage(
    { body: Buffer.from(text), ...described },
    { formats: [], decompress, fallbackId: 'm-1' },
  );
}

describe('a body is opened', () => {
  it('as a request', () =>
    expect(open(request)).toMatchObject({
      kind: 'readings',
      readings: [
        { kind: 'request', request: { id: 'm-1', users: [{ userPrincipalName: 'avery@contoso.com' }] } },
      ],
    }));
  it('as a token, which is not read', () => expect(open(TOKEN)).toEqual({ kind: 'token', token: TOKEN }));
  it('as a token by its content type', () =>
    expect(open('x', { contentType: 'application/secevent+jwt' })).toEqual({ kind: 'token', token: 'x' }));
  it('after it was decompressed', () =>
    expect(
      open('zip', { properties: { 'Content-Encoding': 'gzip' } }, () => ({
        kind: 'decompressed',
        bytes: Buffer.from(request),
      })),
    ).toMatchObject({ readings: [{ kind: 'request' }] }));
  it('as rejected, where it is too large when it is decompressed', () =>
    expect(
      open('zip', { properties: { 'Content-Encoding': 'gzip' } }, () => ({ kind: 'tooLarge' })),
    ).toMatchObject({
      kind: 'readings',
      readings: [{ kind: 'rejected', issues: [{ path: '$' }] }],
    }));
  it('by the type of its CloudEvent, which its properties name', () =>
    expect(open(request, { properties: { 'cloudEvents:type': 'com.other.event' } })).toMatchObject({
      readings: [{ kind: 'rejected' }],
    }));
  it('and acts on no security event that nobody has verified', () =>
    expect(open(JSON.stringify(claims))).toMatchObject({
      readings: [
        { kind: 'rejected', issues: [{ message: expect.stringContaining('its issuer is not proven') }] },
      ],
    }));
});

describe('the claims of a verified token', () => {
  const format = (replaces?: string): readonly Format[] => {
    const added = addedFormats([
      {
        kind: 'file',
        content: [
          {
            name: 'own-claims',
            ...(replaces !== undefined && { replaces }),
            match: [{ path: 'jti', exists: true }],
            alert: { provider: 'Own' },
            accounts: [{ names: { userPrincipalName: 'sub_id.email' } }],
          },
        ],
      },
    ]);
    if (added.kind !== 'valid') throw new Error(JSON.stringify(added));
    return added.formats;
  };
  it.each<[string, readonly Format[], string]>([
    ['the built-in format', [], 'securityEvent'],
    ['the built-in format beside an added one that matches as well', format(), 'securityEvent'],
    ['an added format in its place', format('securityEvent'), 'own-claims'],
  ])('are read by %s', (_what, formats, name) =>
    expect(readClaims(claims, { formats, fallbackId: 'm-1' })).toMatchObject([
      { kind: 'request', request: { id: 'm-1', format: name } },
    ]),
  );
});
