import type { JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../ports/clock';
import type { Jose } from './load-jose';

/** How long keys are used without being fetched again. */
const MAX_AGE_MS = 600_000;
/** From the beginning of one fetch to that of the next: forged tokens cause at most thirty fetches a minute. */
const PAUSE_MS = 2000;

/**
 * Finds the key of a token among those of its issuer. A key that is not among them may have been published since they
 * were fetched, so that it counts as unknown only after a fetch that began when the token was here already. Tokens that
 * wait for the same fetch share it. Keys that are known wait for nothing.
 *
 * @param fetchKeys fetches the keys. What it throws is thrown for each token that waits for it.
 */
export function issuerKeys(
  { errors }: Pick<Jose, 'errors'>,
  fetchKeys: () => Promise<JWTVerifyGetKey>,
  clock: Pick<Clock, 'monotonicMs' | 'sleep'>,
): JWTVerifyGetKey {
  let begunAt = -Infinity;
  let fetched: { readonly keys: JWTVerifyGetKey; readonly at: number } | undefined;
  let current: Promise<JWTVerifyGetKey> | undefined;
  let next: Promise<JWTVerifyGetKey> | undefined;
  const begin = async (): Promise<JWTVerifyGetKey> => {
    const pauseMs = Math.max(0, begunAt + PAUSE_MS - clock.monotonicMs());
    await Promise.allSettled([clock.sleep(pauseMs), current]);
    // Who comes from now on may have a key that this fetch does not bring.
    next = undefined;
    const at = (begunAt = clock.monotonicMs());
    current = fetchKeys();
    try {
      const keys = await current;
      fetched = { keys, at };
      return keys;
    } finally {
      current = undefined;
    }
  };
  return async (header, token) => {
    const isFresh = fetched !== undefined && clock.monotonicMs() - fetched.at < MAX_AGE_MS;
    const earlier = isFresh ? fetched?.keys : current;
    try {
      if (earlier) return await (await earlier)(header, token);
    } catch (failure) {
      if (!(failure instanceof errors.JWKSNoMatchingKey)) throw failure;
    }
    return (await (next ??= begin()))(header, token);
  };
}
