import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SignJWT, UnsecuredJWT } from 'jose';
import { jwksTokenVerifier } from '../../shared/adapters/token-verifier/jwks-token-verifier';
import { Unavailable } from '../../shared/ports/unavailable';
import type { TokenVerifier } from '../../shared/ports/token-verifier';
import { loopbackCertificate } from '../../local/tenant/certificate';
import type { Transmitter } from '../../local/transmitter';
import { startTransmitter } from '../../local/transmitter';
import { fixedClock } from '../support/fixed-clock';

const audience = 'https://revoker.contoso.com/';
const events = { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} };
const claims = { jti: 'token-1', aud: audience, events };

let transmitter: Transmitter;
let tokens: TokenVerifier;

beforeAll(async () => {
  const certificate = await loopbackCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  transmitter = await startTransmitter(certificate);
});
afterAll(() => transmitter.stop());
beforeEach(() => {
  const { issuer, jwksUri } = transmitter;
  tokens = jwksTokenVerifier({ issuers: [{ issuer, jwksUri, audience }] }, fixedClock());
});

describe('a security event token', () => {
  it('is verified when its issuer has signed it for this audience', async () => {
    const verdict = await tokens.verify(await transmitter.sign(claims));
    expect(verdict).toMatchObject({ kind: 'verified', issuer: transmitter.issuer, jti: 'token-1' });
    expect(verdict).toMatchObject({ claims: { events, aud: audience } });
  });
  it('may name other audiences as well', async () => {
    const token = await transmitter.sign({ ...claims, aud: ['https://other.example.com/', audience] });
    expect(await tokens.verify(token)).toMatchObject({ kind: 'verified' });
  });
  it('needs the keys of its issuer to be fetched only once', async () => {
    const before = transmitter.fetched();
    for (let n = 0; n < 3; n++) await tokens.verify(await transmitter.sign(claims));
    expect(transmitter.fetched()).toBe(before + 1);
  });
  it('may be signed with a key that is new since the keys were fetched', async () => {
    await tokens.verify(await transmitter.sign(claims));
    await transmitter.rotate();
    expect(await tokens.verify(await transmitter.sign(claims))).toMatchObject({ kind: 'verified' });
  });
});

describe('a token is refused', () => {
  it.each<[string, string, () => string | Promise<string>]>([
    ['invalid_key', 'that is signed with a key that its issuer no longer publishes', signedByOldKey],
    ['invalid_key', 'that somebody else signed in the name of the same key', signedBySomebodyElse],
    [
      'invalid_key',
      'that is signed with a shared secret, for which the public key might be mistaken',
      signedWithSecret,
    ],
    ['invalid_issuer', 'of an issuer that is not configured', () => issuedBy('https://evil.example.com/')],
    ['invalid_audience', 'that names another audience', () => transmitter.sign({ ...claims, aud: 'x' })],
    ['invalid_audience', 'that names no audience', () => transmitter.sign({ jti: 'j', events })],
    [
      'invalid_request',
      'of another type, such as an id token',
      () => transmitter.sign(claims, { typ: 'JWT' }),
    ],
    ['invalid_request', 'that has expired', () => transmitter.sign({ ...claims, exp: 1 })],
    ['invalid_request', 'without an id', () => transmitter.sign({ aud: audience, events })],
    ['invalid_request', 'without events', () => transmitter.sign({ jti: 'j', aud: audience })],
    ['invalid_issuer', 'that is not a token', () => 'ey.e.e'],
    ['invalid_issuer', 'that is empty', () => ''],
    ['invalid_key', 'that has no signature', unsigned],
  ])('%s: %s', async (error, _what, make) =>
    expect(await tokens.verify(await make())).toEqual({
      kind: 'refused',
      error,
      detail: expect.stringMatching(/\w/),
    }),
  );
});

describe('what would fail again is answered at once', () => {
  const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  it('a token with a critical extension', async () => {
    const { issuer } = transmitter;
    const header = { alg: 'ES256', typ: 'secevent+jwt', kid: 'key-1', crit: ['x'], x: 1 };
    const token = `${base64url(header)}.${base64url({ ...claims, iss: issuer, iat: 1 })}.c2ln`;
    expect(await tokens.verify(token)).toMatchObject({ kind: 'refused', error: 'invalid_request' });
  });
  it.each([
    ['no JSON', 'keys'],
    ['no key set', '{}'],
    ['no list of keys', '{"keys":5}'],
    ['a key that is none', '{"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y","alg":"ES256"}]}'],
    ['no key', '{"keys":[]}'],
  ])('a key set that is malformed: %s', async (_what, text) => {
    transmitter.publish(text);
    const verdict = tokens.verify(await transmitter.sign(claims));
    expect(await verdict.finally(() => transmitter.publish(undefined))).toMatchObject({
      kind: 'refused',
      error: 'invalid_key',
    });
  });
});

describe('when the keys of its issuer cannot be read', () => {
  it('a token is neither verified nor refused', async () => {
    const token = await transmitter.sign(claims);
    transmitter.fail(true);
    await expect(tokens.verify(token)).rejects.toThrow(Unavailable);
    transmitter.fail(false);
    expect(await tokens.verify(token)).toMatchObject({ kind: 'verified' });
  });
});

async function signedByOldKey(): Promise<string> {
  const token = await transmitter.sign(claims);
  await transmitter.rotate();
  return token;
}

async function signedBySomebodyElse(): Promise<string> {
  const somebody = await startTransmitter(await loopbackCertificate());
  await tokens.verify(await transmitter.sign(claims));
  const { kid = '' } = JSON.parse(
    Buffer.from((await transmitter.sign(claims)).split('.')[0] ?? '', 'base64url').toString(),
  ) as { kid?: string };
  const token = await somebody.sign({ ...claims, iss: transmitter.issuer }, { kid });
  await somebody.stop();
  return token;
}

function signedWithSecret(): Promise<string> {
  return new SignJWT({ ...claims, iss: transmitter.issuer, iat: 1 })
    .setProtectedHeader({ alg: 'HS256', typ: 'secevent+jwt' })
    .sign(Buffer.alloc(32, 1));
}

function issuedBy(iss: string): Promise<string> {
  return transmitter.sign({ ...claims, iss });
}

function unsigned(): string {
  const [, payload = ''] = new UnsecuredJWT({ ...claims, iss: transmitter.issuer, iat: 1 })
    .encode()
    .split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'secevent+jwt' })).toString('base64url');
  return `${header}.${payload}.`;
}
