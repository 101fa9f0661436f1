import { randomUUID } from 'node:crypto';
import type { CryptoKey, JWK } from 'jose';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { CONTOSO_TENANT_ID } from './contoso';

/** The access tokens that the authority issues for applications of the tenant, and the key that it publishes. */
export interface AccessTokens {
  readonly issuer: string;
  /** How often the keys were requested. */
  readonly fetched: () => number;
  keySet(): Promise<object>;
  /** Signs claims; those that every token of version 2.0 has are added. Without `now`, of this moment. */
  sign(
    claims: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, string>>,
    now?: Date,
  ): Promise<string>;
}

const ALGORITHM = 'RS256';
const LIFETIME_S = 3600;

/** A key pair of an authority. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** Its public half. */
  readonly jwk: JWK;
}

/** The key is made when it is needed first: most tests need none. */
export function accessTokens(
  authorityHost: string,
  tenantId = CONTOSO_TENANT_ID,
  newKey: () => Promise<SigningKey> = newSigningKey,
): AccessTokens {
  const issuer = `${authorityHost}/${tenantId}/v2.0`;
  let fetched = 0;
  let made: ReturnType<typeof newKey> | undefined;
  const key = (): ReturnType<typeof newKey> => (made ??= newKey());
  return {
    issuer,
    fetched: () => fetched,
    keySet: async () => {
      fetched++;
      return { keys: [(await key()).jwk] };
    },
    sign: async (claims, header = {}, now = new Date()) => {
      const { privateKey, kid } = await key();
      const iat = Math.floor(now.getTime() / 1000);
      const common = { iss: issuer, tid: tenantId, ver: '2.0', iat, nbf: iat, exp: iat + LIFETIME_S };
      return new SignJWT({ ...common, uti: randomUUID(), ...claims })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid, ...header })
        .sign(privateKey);
    },
  };
}

export async function newSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const kid = randomUUID();
  // As Entra ID publishes them: without an algorithm.
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}
