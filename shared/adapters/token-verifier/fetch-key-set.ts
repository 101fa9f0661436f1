import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { fetchJson } from './fetch-json';
import type { Jose } from './load-jose';

/** jose looks at the keys. */
const keySet = z.custom<JSONWebKeySet>(
  (value) => typeof value === 'object' && value !== null && 'keys' in value,
);

/** What is needed of the metadata of an issuer (OpenID Connect Discovery 1.0, section 3). */
const metadata = z.object({
  issuer: z.string(),
  jwks_uri: z.string().refine((text) => URL.parse(text)?.protocol === 'https:'),
});

/**
 * Fetches the keys that an issuer publishes.
 *
 * @throws KeySetUnreachable when they may be available later; any other error when the answer is not a key set
 */
export async function fetchKeySet(
  { createLocalJWKSet }: Pick<Jose, 'createLocalJWKSet'>,
  url: string,
): Promise<JWTVerifyGetKey> {
  return createLocalJWKSet(keySet.parse(await fetchJson(url)));
}

/**
 * Fetches the keys of an issuer from where its metadata say that they are.
 *
 * @throws as `fetchKeySet`, and when the metadata are not those of the issuer
 */
export async function discoverKeySet(
  jose: Pick<Jose, 'createLocalJWKSet'>,
  issuer: string,
): Promise<JWTVerifyGetKey> {
  const found = metadata.parse(await fetchJson(`${issuer}/.well-known/openid-configuration`));
  if (found.issuer !== issuer) throw new Error('The metadata are those of another issuer.');
  return fetchKeySet(jose, found.jwks_uri);
}
