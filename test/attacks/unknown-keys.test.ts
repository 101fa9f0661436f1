import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
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
const refused = { kind: 'refused', error: 'invalid_key' };

let transmitter: Transmitter;
let clock: ReturnType<typeof fixedClock>;
let tokens: TokenVerifier;
let fetched: () => number;

beforeAll(async () => {
  const certificate = await loopbackCertificate();
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  transmitter = await startTransmitter(certificate);
});
afterAll(() => transmitter.stop());
beforeEach(() => {
  const { issuer, jwksUri } = transmitter;
  const before = transmitter.fetched();
  fetched = () => transmitter.fetched() - before;
  clock = fixedClock();
  tokens = jwksTokenVerifier({ issuers: [{ issuer, jwksUri, audience }] }, clock);
});

const forged = (kid: string): Promise<string> => transmitter.sign(claims, { kid });

describe('a token whose key its issuer never had', () => {
  it('is refused each time that it is sent, and never has to be sent again', async () => {
    for (let n = 0; n < 9; n++) {
      expect(await tokens.verify(await forged('nope'))).toMatchObject(refused);
      clock.advance(n * 100);
    }
  });
  it('is refused at once if no keys were fetched within the last two seconds', async () => {
    for (let n = 0; n < 3; n++) {
      expect(await tokens.verify(await forged('nope'))).toMatchObject(refused);
      clock.advance(2000);
    }
    expect(Math.max(...clock.slept)).toBe(0);
    expect(fetched()).toBe(3);
  });
  it('waits for two seconds at most, and has the keys fetched no more often than that', async () => {
    const began = clock.monotonicMs();
    for (let n = 0; n < 5; n++) await tokens.verify(await forged(`nope-${String(n)}`));
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(2000);
    expect(fetched()).toBeLessThanOrEqual((clock.monotonicMs() - began) / 2000 + 1);
  });
  it('shares its fetch with all others that come meanwhile', async () => {
    await tokens.verify(await transmitter.sign(claims));
    const many = await Promise.all(Array.from({ length: 50 }, (_, n) => forged(`nope-${String(n)}`)));
    const verdicts = await Promise.all(many.map((token) => tokens.verify(token)));
    expect(verdicts).toEqual(many.map(() => expect.objectContaining(refused)));
    expect(fetched()).toBe(2);
  });
  it('delays no token of a known key', async () => {
    await tokens.verify(await transmitter.sign(claims));
    await tokens.verify(await forged('nope'));
    const slept = clock.slept.length;
    expect(await tokens.verify(await transmitter.sign(claims))).toMatchObject({ kind: 'verified' });
    expect(clock.slept).toHaveLength(slept);
  });
});

describe('a token whose key is new', () => {
  it('is verified, though the keys were fetched a moment ago', async () => {
    await tokens.verify(await transmitter.sign(claims));
    for (let n = 0; n < 3; n++) {
      await transmitter.rotate();
      expect(await tokens.verify(await transmitter.sign(claims))).toMatchObject({ kind: 'verified' });
    }
  });
  it('is verified, though forged tokens have the keys fetched all the time', async () => {
    for (let n = 0; n < 3; n++) {
      await tokens.verify(await forged('nope'));
      await transmitter.rotate();
      const token = await transmitter.sign(claims);
      const [, verdict] = await Promise.all([tokens.verify(await forged('nope')), tokens.verify(token)]);
      expect(verdict).toMatchObject({ kind: 'verified' });
    }
  });
  it('is neither verified nor refused while the keys cannot be fetched', async () => {
    await tokens.verify(await transmitter.sign(claims));
    await transmitter.rotate();
    const token = await transmitter.sign(claims);
    transmitter.fail(true);
    const answers = await Promise.allSettled([1, 2, 3].map(() => tokens.verify(token)));
    transmitter.fail(false);
    expect(answers).toEqual(
      answers.map(() => ({ status: 'rejected', reason: expect.any(Unavailable) as unknown })),
    );
    expect(await tokens.verify(token)).toMatchObject({ kind: 'verified' });
  });
});
