import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { JWK } from 'jose';
import { SignJWT, UnsecuredJWT } from 'jose';
import { accessTokenVerifier } from '../../shared/adapters/token-verifier/access-token-verifier';
import type { AccessTokenVerifier } from '../../shared/ports/access-token-verifier';
import { Unavailable } from '../../shared/ports/unavailable';
import { loopbackCertificate } from '../../local/tenant/certificate';
import { CONTOSO_TENANT_ID, contosoUsers } from '../../local/tenant/contoso';
import type { Tenant } from '../../local/tenant/tenant';
import { startTenant } from '../../local/tenant/tenant';
import { fixedClock } from '../support/fixed-clock';

const audience = '7d1f0a4c-2b3e-4f5a-9c6d-8e7f0a1b2c3d';
const oid = '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01';
const azp = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const ofPerson = {
  aud: audience,
  oid,
  azp,
  sub: 'pairwise-subject',
  scp: 'access',
  preferred_username: 'avery@contoso.com',
  roles: ['Revocation.Read'],
};
const { scp: _scp, preferred_username: _name, ...withoutScope } = ofPerson;
const ofApplication = { ...withoutScope, sub: oid };

let tenant: Tenant;
let clock: ReturnType<typeof fixedClock>;
let verifier: AccessTokenVerifier;
let accepted: { readonly audience: string; readonly tenantId: string; readonly authority: string };

beforeAll(async () => {
  const certificate = await loopbackCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  tenant = await startTenant({ certificate, users: contosoUsers });
  accepted = { audience, tenantId: CONTOSO_TENANT_ID, authority: tenant.authorityHost };
});
afterAll(() => tenant.stop());
beforeEach(() => {
  clock = fixedClock();
  verifier = accessTokenVerifier(accepted, clock);
});

const sign = (claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, string>>) =>
  tenant.accessTokens.sign(claims, header, clock.now());
const seconds = (fromNow: number): number => Math.floor(clock.now().getTime() / 1000) + fromNow;

describe('an access token proves', () => {
  it('a person, with what the token says of them', async () => {
    const claims = { ...ofPerson, oid: oid.toUpperCase(), auth_time: seconds(-60), acrs: ['c1'] };
    expect(await verifier.verify(await sign(claims))).toEqual({
      kind: 'proven',
      caller: {
        kind: 'person',
        tenantId: CONTOSO_TENANT_ID,
        objectId: oid,
        applicationId: azp,
        userPrincipalName: 'avery@contoso.com',
        roles: ['Revocation.Read'],
        signedInAt: new Date(clock.now().getTime() - 60_000),
        authenticationContexts: ['c1'],
      },
    });
  });
  it.each([{}, { idtyp: 'app' }])('an application that acts for itself %j', async (more) => {
    const claims = { ...ofApplication, ...more, preferred_username: 'avery@contoso.com' };
    const verdict = await verifier.verify(await sign(claims));
    expect(verdict).toMatchObject({ kind: 'proven', caller: { kind: 'application', objectId: oid } });
    expect(verdict).not.toHaveProperty('caller.userPrincipalName');
  });
  it('somebody without roles, who may do nothing', async () => {
    const { roles: _roles, ...claims } = ofPerson;
    expect(await verifier.verify(await sign(claims))).toMatchObject({ caller: { roles: [] } });
  });
  it('within a minute of the times that it has, since clocks differ', async () => {
    const late = { ...ofPerson, nbf: seconds(-7200), exp: seconds(-30) };
    const early = { ...ofPerson, nbf: seconds(30) };
    for (const claims of [late, early]) {
      expect(await verifier.verify(await sign(claims))).toMatchObject({ kind: 'proven' });
    }
  });
  it('with one look at the keys of the authority, which are then known', async () => {
    const before = tenant.accessTokens.fetched();
    for (let n = 0; n < 5; n++) await verifier.verify(await sign(ofPerson));
    expect(tenant.accessTokens.fetched()).toBe(before + 1);
  });
});

describe('a token proves nobody', () => {
  const otherKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const claimsNow = () => ({
    iss: tenant.accessTokens.issuer,
    tid: CONTOSO_TENANT_ID,
    ver: '2.0',
    iat: seconds(0),
    nbf: seconds(0),
    exp: seconds(3600),
    ...ofPerson,
  });
  const published = async (): Promise<JWK> => {
    const { keys } = (await tenant.accessTokens.keySet()) as { keys: JWK[] };
    return keys[0] ?? { kty: 'none' };
  };
  const publishedKid = async (): Promise<string> => (await published()).kid ?? '';
  /** The public key in the form in which it is mistaken for a secret. */
  const publishedPem = async (): Promise<Buffer> =>
    Buffer.from(
      createPublicKey({ key: await published(), format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
    );

  it.each<[string, string, () => string | Promise<string>]>([
    ['audience', 'for another application', () => sign({ ...ofPerson, aud: azp })],
    ['audience', 'for several applications', () => sign({ ...ofPerson, aud: [audience, azp] })],
    ['audience', 'for the application by its URI', () => sign({ ...ofPerson, aud: `api://${audience}` })],
    ['issuer', 'of another authority', () => sign({ ...ofPerson, iss: 'https://sts.windows.net/x/' })],
    [
      'issuer',
      'of another tenant of the authority',
      () => sign({ ...ofPerson, iss: `${tenant.authorityHost}/${azp}/v2.0`, tid: azp }),
    ],
    ['tenant', 'that names another tenant', () => sign({ ...ofPerson, tid: azp })],
    ['version', 'of version 1.0', () => sign({ ...ofPerson, ver: '1.0' })],
    ['expired', 'that has expired', () => sign({ ...ofPerson, nbf: seconds(-7200), exp: seconds(-90) })],
    ['notYetValid', 'that is not valid yet', () => sign({ ...ofPerson, nbf: seconds(90) })],
    ['malformed', 'that never expires', () => sign({ ...ofPerson, exp: undefined })],
    ['malformed', 'that expires when somebody pleases', () => sign({ ...ofPerson, exp: '2999' })],
    ['malformed', 'without an object id', () => sign({ ...ofPerson, oid: undefined })],
    ['malformed', 'whose object id is not one', () => sign({ ...ofPerson, oid: 'avery@contoso.com' })],
    ['malformed', 'without the application that acquired it', () => sign({ ...ofPerson, azp: undefined })],
    ['kind', 'that is an id token', () => sign({ ...withoutScope, nonce: 'n' })],
    ['kind', 'of an application, with scopes', () => sign({ ...ofPerson, sub: oid, idtyp: 'app' })],
    ['kind', 'of a device', () => sign({ ...ofApplication, idtyp: 'device' })],
    ['malformed', 'whose scope is empty', () => sign({ ...ofPerson, scp: '' })],
    ['signature', 'with a key that the authority does not have', () => sign(ofPerson, { kid: 'nope' })],
    [
      'signature',
      'that somebody else signed in the name of a key of the authority',
      async () =>
        new SignJWT(claimsNow())
          .setProtectedHeader({ alg: 'RS256', kid: await publishedKid() })
          .sign(otherKey()),
    ],
    [
      'signature',
      'signed with the public key as a shared secret',
      async () =>
        new SignJWT(claimsNow())
          .setProtectedHeader({ alg: 'HS256', kid: await publishedKid() })
          .sign(await publishedPem()),
    ],
    ['signature', 'that has no signature', () => new UnsecuredJWT(claimsNow()).encode()],
    [
      'signature',
      'that brings a key of its own',
      () => {
        const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const jwk = publicKey.export({ format: 'jwk' }) as { kty: 'RSA'; n: string; e: string };
        return new SignJWT(claimsNow())
          .setProtectedHeader({ alg: 'RS256', kid: 'own', jwk })
          .sign(privateKey);
      },
    ],
    [
      'signature',
      'whose claims were changed',
      async () => {
        const [header, , signature] = (await sign(ofPerson)).split('.');
        const claims = { ...claimsNow(), roles: ['Revocation.Approve'] };
        return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
      },
    ],
    ['malformed', 'that is not a token', () => 'ey.e.e'],
    ['malformed', 'that is empty', () => ''],
    ['malformed', 'that is too long to be looked at', () => 'x'.repeat(20_000)],
  ])('%s: %s', async (reason, _what, make) => {
    expect(await verifier.verify(await make())).toEqual({ kind: 'unproven', reason });
  });
});

describe('while the authority cannot be asked', () => {
  it.each<[string, Partial<typeof accepted>]>([
    ['nobody answers', { authority: 'https://localhost:1' }],
    ['its metadata are those of another tenant', { tenantId: 'X/../' }],
  ])('nobody is proven and nobody refused: %s', async (_what, changes) => {
    const side = accessTokenVerifier({ ...accepted, ...changes }, clock);
    await expect(side.verify(await sign(ofPerson))).rejects.toThrow(Unavailable);
  });
});
