import { describe, expect, it } from '@jest/globals';
import { addedFormats } from '../../shared/alerts/added-formats';
import type { Format } from '../../shared/alerts/format';
import { JsonNode } from '../../shared/alerts/json-node';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';
import { isSecurityEvent } from '../../shared/alerts/security-event';

const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const claims = {
  iss: 'https://idp.contoso.com/',
  jti: 't-1',
  sub_id: { format: 'email', email: 'a@contoso.com' },
  events: { [REVOKED]: {} },
};

describe('a security event', () => {
  it.each<[string, object]>([
    ['the claims of a token', claims],
    ['claims without a type of event that is known', { ...claims, events: { other: {} } }],
    ['an event alone', { events: { [REVOKED]: {} } }],
  ])('is %s', (_what, message) => expect(isSecurityEvent(new JsonNode(message))).toBe(true));
  it.each<[string, object]>([
    ['an alert', { id: 1 }],
    ['claims without events', { iss: 'x', jti: 'x' }],
    ['other events of an issuer', { iss: 'x', events: { other: {} } }],
    ['other events with an id', { jti: 'x', events: { other: {} } }],
  ])('is not %s', (_what, message) => expect(isSecurityEvent(new JsonNode(message))).toBe(false));
});

describe('the claims of a token that nobody has verified', () => {
  const read = (
    message: unknown,
    isVerified: boolean | undefined,
    formats: readonly Format[] = [],
  ): unknown =>
    readMessage(Buffer.from(JSON.stringify(message)), {
      fallbackId: 'm',
      formats,
      ...(isVerified !== undefined && { isVerified }),
    });
  const rejected = (requestId: string, path: string): Reading => ({
    kind: 'rejected',
    requestId,
    issues: [
      {
        path,
        message:
          'is the claims of a security event without its token, so its issuer is not proven: send the signed token',
      },
    ],
  });
  it('are rejected, also in a list, and beside what is none', () => {
    expect(read(claims, false)).toEqual([rejected('m', '$')]);
    expect(read([claims, { user: 'a@contoso.com' }], false)).toEqual([
      rejected('m.0', '$[0]'),
      expect.objectContaining({ kind: 'request' }),
    ]);
  });
  it.each([true, undefined])('are read where they are verified, or nothing acts on them: %s', (isVerified) =>
    expect(read(claims, isVerified)).toMatchObject([
      { kind: 'request', request: { format: 'securityEvent' } },
    ]),
  );
  it('are rejected where an added format takes the place of the built-in one', () => {
    const added = addedFormats([
      {
        kind: 'file',
        content: [
          {
            name: 'own-claims',
            replaces: 'securityEvent',
            match: [{ path: 'claims', exists: true }],
            alert: { provider: 'Own' },
            accounts: [{ names: { userPrincipalName: 'mail' } }],
          },
        ],
      },
    ]);
    const formats = added.kind === 'valid' ? added.formats : [];
    const message = { claims: 1, mail: 'a@contoso.com' };
    expect(read(message, false, formats)).toEqual([rejected('m', '$')]);
    expect(read(message, true, formats)).toMatchObject([
      { kind: 'request', request: { format: 'own-claims' } },
    ]);
  });
});
