import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Clock } from '../../ports/clock';
import { Unavailable } from '../../ports/unavailable';
import type {
  SecurityEventIssuer,
  TokenVerifier,
  TokenError,
  TokenVerdict,
} from '../../ports/token-verifier';
import { ALGORITHMS, TOLERANCE_S } from './accepted';
import { KeySetUnreachable } from './fetch-json';
import { fetchKeySet } from './fetch-key-set';
import { issuerKeys } from './issuer-keys';
import type { Jose } from './load-jose';
import { loadJose } from './load-jose';

const claimsOfAToken = z.looseObject({
  iss: z.string().min(1),
  jti: z.string().min(1).max(512),
  iat: z.number(),
  events: z.record(z.string(), z.unknown()),
});

/**
 * Verifies security event tokens against the key sets (RFC 7517) that their issuers publish.
 *
 * @param clock measures how old keys are, and how long a token with an unknown key waits
 */
export function jwksTokenVerifier(
  { issuers }: { readonly issuers: readonly SecurityEventIssuer[] },
  clock: Pick<Clock, 'monotonicMs' | 'sleep'>,
): TokenVerifier {
  let loaded: ReturnType<typeof loadJose> | undefined;
  const keysByIssuer = new Map<string, JWTVerifyGetKey>();
  return {
    async verify(token) {
      const jose = await (loaded ??= loadJose());
      const issuer = issuers.find(({ issuer: name }) => name === claimedIssuer(jose, token));
      if (!issuer) return refused('invalid_issuer', 'no issuer of this name is configured');
      const keys =
        keysByIssuer.get(issuer.issuer) ?? issuerKeys(jose, () => fetchKeySet(jose, issuer.jwksUri), clock);
      keysByIssuer.set(issuer.issuer, keys);
      try {
        const { payload } = await jose.jwtVerify(token, keys, {
          issuer: issuer.issuer,
          audience: issuer.audience,
          typ: 'secevent+jwt',
          algorithms: ALGORITHMS,
          clockTolerance: TOLERANCE_S,
        });
        return verdictOf(payload);
      } catch (failure) {
        return verdictOfFailure(jose, failure);
      }
    },
  };
}

/** The unverified issuer only selects the keys; it is trusted once they match the signature. */
function claimedIssuer({ decodeJwt }: Jose, token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function verdictOf(payload: JWTPayload): TokenVerdict {
  const parsed = claimsOfAToken.safeParse(payload);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    return refused('invalid_request', `these claims are missing or malformed: ${fields}`);
  }
  const { iss: issuer, jti } = parsed.data;
  return { kind: 'verified', issuer, jti, claims: parsed.data };
}

/**
 * @throws Unavailable when the issuer's keys cannot be fetched: the token may be valid. Whatever else fails would fail
 * again.
 */
function verdictOfFailure({ errors }: Jose, failure: unknown): TokenVerdict {
  if (failure instanceof KeySetUnreachable) throw new Unavailable('issuer', failure);
  if (failure instanceof errors.JWTClaimValidationFailed) {
    const { claim, message } = failure;
    return refused(claim === 'aud' ? 'invalid_audience' : 'invalid_request', message);
  }
  if (
    failure instanceof errors.JWSSignatureVerificationFailed ||
    failure instanceof errors.JWKSNoMatchingKey ||
    failure instanceof errors.JWKSMultipleMatchingKeys ||
    failure instanceof errors.JOSEAlgNotAllowed
  ) {
    return refused('invalid_key', 'the signature does not match any key of the issuer');
  }
  if (failure instanceof errors.JWTExpired) return refused('invalid_request', 'the token has expired');
  if (failure instanceof errors.JWTInvalid || failure instanceof errors.JWSInvalid) {
    return refused('invalid_request', 'the token is not a security event token');
  }
  if (failure instanceof errors.JOSENotSupported) {
    return refused('invalid_request', 'the token requires what is not supported');
  }
  return refused('invalid_key', 'the keys of the issuer cannot be used: its key set is malformed');
}

function refused(error: TokenError, detail: string): TokenVerdict {
  return { kind: 'refused', error, detail };
}
