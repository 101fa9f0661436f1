import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JWTVerifyGetKey } from 'jose';
import { errors } from 'jose';
import { issuerKeys } from '../../../shared/adapters/token-verifier/issuer-keys';
import { fixedClock } from '../../support/fixed-clock';

const keysOf =
  (...kids: readonly string[]): JWTVerifyGetKey =>
  ({ kid = '' }) =>
    kids.includes(kid) ? new TextEncoder().encode(kid) : Promise.reject(new errors.JWKSNoMatchingKey());

/** An issuer whose fetches are answered one by one. */
function anIssuer() {
  const clock = fixedClock();
  const fetches: { readonly atMs: number; answer(keys: JWTVerifyGetKey | Error): void }[] = [];
  const begun: (() => void)[] = [];
  const fetchKeys = (): Promise<JWTVerifyGetKey> =>
    new Promise((resolve, reject) => {
      const answer = (keys: JWTVerifyGetKey | Error) =>
        keys instanceof Error ? reject(keys) : resolve(keys);
      fetches.push({ atMs: clock.monotonicMs(), answer });
      begun.shift()?.();
    });
  const find = issuerKeys({ errors }, fetchKeys, clock);
  return {
    clock,
    fetches,
    /** Resolves when a fetch has begun after this call. */
    fetchBegins: () => new Promise<void>((resolve) => begun.push(resolve)),
    /** The name of the key, or of the error. */
    find: async (kid: string): Promise<string> => {
      try {
        const key = await find({ alg: 'ES256', kid }, { payload: '', signature: '' });
        return new TextDecoder().decode(key as Uint8Array);
      } catch (failure) {
        return failure instanceof Error ? failure.constructor.name : 'not an error';
      }
    },
  };
}

/** An issuer that answers at once with the keys that it has then. */
function anIssuerWith(kids: () => readonly string[]) {
  const clock = fixedClock();
  const atMs: number[] = [];
  const fetchKeys = (): Promise<JWTVerifyGetKey> => {
    atMs.push(clock.monotonicMs());
    return Promise.resolve(keysOf(...kids()));
  };
  const find = issuerKeys({ errors }, fetchKeys, clock);
  const isFound = async (kid: string): Promise<boolean> =>
    Promise.resolve(find({ alg: 'ES256', kid }, { payload: '', signature: '' })).then(
      () => true,
      () => false,
    );
  return { clock, atMs, isFound };
}

describe('the key of a token', () => {
  it('is looked for in keys that were fetched since the token came, not in those that were on their way', async () => {
    const issuer = anIssuer();
    let begins = issuer.fetchBegins();
    const old = issuer.find('old');
    await begins;
    const fresh = issuer.find('new');
    begins = issuer.fetchBegins();
    issuer.fetches[0]?.answer(keysOf('old'));
    expect(await old).toBe('old');
    await begins;
    issuer.fetches[1]?.answer(keysOf('old', 'new'));
    expect(await fresh).toBe('new');
  });
  it('is looked for in the first keys by all tokens that come while they are fetched', async () => {
    const issuer = anIssuer();
    const begins = issuer.fetchBegins();
    const first = issuer.find('old');
    await begins;
    const second = issuer.find('old');
    issuer.fetches[0]?.answer(keysOf('old'));
    expect(await Promise.all([first, second])).toEqual(['old', 'old']);
    expect(issuer.fetches).toHaveLength(1);
  });
  it('is looked for by one fetch at a time, however long that takes', async () => {
    const issuer = anIssuer();
    const found: Promise<string>[] = [];
    const asked = async (kid: string) => {
      const begins = issuer.fetchBegins();
      found.push(issuer.find(kid));
      await begins;
    };
    await asked('old');
    issuer.fetches[0]?.answer(keysOf('old'));
    await found[0];
    await asked('new');
    const begins = asked('newer');
    await new Promise(setImmediate);
    expect(issuer.fetches).toHaveLength(2);
    issuer.fetches[1]?.answer(keysOf('new'));
    await begins;
    issuer.fetches[2]?.answer(keysOf('newer'));
    expect(await Promise.all(found)).toEqual(['old', 'new', 'newer']);
  });
  it('is found in keys that are known, while a fetch fails', async () => {
    const issuer = anIssuer();
    let begins = issuer.fetchBegins();
    const first = issuer.find('old');
    await begins;
    issuer.fetches[0]?.answer(keysOf('old'));
    await first;
    begins = issuer.fetchBegins();
    const unknown = issuer.find('new');
    await begins;
    expect(await issuer.find('old')).toBe('old');
    issuer.fetches[1]?.answer(new RangeError('unreachable'));
    expect(await unknown).toBe('RangeError');
    expect(await issuer.find('old')).toBe('old');
  });
  it('is not found in keys that are older than ten minutes, though a later fetch has failed', async () => {
    const issuer = anIssuer();
    const answered = async (kid: string, keys: JWTVerifyGetKey | Error) => {
      const begins = issuer.fetchBegins();
      const found = issuer.find(kid);
      await begins;
      issuer.fetches.at(-1)?.answer(keys);
      return found;
    };
    expect(await answered('old', keysOf('old'))).toBe('old');
    issuer.clock.advance(599_000);
    expect(await answered('new', new RangeError('unreachable'))).toBe('RangeError');
    expect(await issuer.find('old')).toBe('old');
    issuer.clock.advance(1000);
    expect(await answered('old', keysOf('new'))).toBe('JWKSNoMatchingKey');
  });
  it('is found if it is published, and only then, within two seconds and thirty fetches a minute', () => {
    const steps = fc.array(
      fc.record({ passesMs: fc.nat({ max: 3000 }), rotates: fc.boolean(), isForged: fc.boolean() }),
      { maxLength: 30 },
    );
    return fc.assert(
      fc.asyncProperty(steps, async (list) => {
        let made = 0;
        const { clock, atMs, isFound } = anIssuerWith(() => [String(made)]);
        for (const { passesMs, rotates, isForged } of list) {
          clock.advance(passesMs);
          if (rotates) made++;
          const cameMs = clock.monotonicMs();
          expect(await isFound(isForged ? 'forged' : String(made))).toBe(!isForged);
          expect(clock.monotonicMs() - cameMs).toBeLessThanOrEqual(2000);
        }
        for (const [n, at] of atMs.entries()) {
          expect(at - (atMs[n - 1] ?? -Infinity)).toBeGreaterThanOrEqual(2000);
        }
      }),
    );
  });
});
