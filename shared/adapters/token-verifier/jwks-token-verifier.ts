import type { JWTPayload } from 'jose';
import * as z from 'zod';
import { Unavailable } from '../../ports/unavailable';
import type {
  SecurityEventIssuer,
  TokenVerifier,
  TokenError,
  TokenVerdict,
} from '../../ports/token-verifier';

/** Public-key signatures only: a verifier must not be able to sign, and `none` is not a signature. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** How long keys are used without being fetched again. */
const CACHE_MS = 600_000;
/** A token with an unknown key causes the keys to be fetched again, since they may have been replaced; not more often than this. */
const COOLDOWN_MS = 30_000;
const FETCH_TIMEOUT_MS = 5_000;
/** The accepted difference between clocks. */
const TOLERANCE_S = 60;

const claimsOfAToken = z.looseObject({
  iss: z.string().min(1),
  jti: z.string().min(1).max(512),
  iat: z.number(),
  events: z.record(z.string(), z.unknown()),
});

export interface JwksTokensOptions {
  readonly issuers: readonly SecurityEventIssuer[];
  readonly cooldownMs?: number;
}

/** Verifies security event tokens against the key sets (RFC 7517) that their issuers publish. */
export function jwksTokenVerifier({ issuers, cooldownMs = COOLDOWN_MS }: JwksTokensOptions): TokenVerifier {
  let loaded: ReturnType<typeof loadJose> | undefined;
  const keySets = new Map<string, KeySet>();
  return {
    async verify(token) {
      // Loaded with the first token: most apps never receive one.
      const jose = await (loaded ??= loadJose());
      const issuer = issuers.find(({ issuer: name }) => name === claimedIssuer(jose, token));
      if (!issuer) return refused('invalid_issuer', 'no issuer of this name is configured');
      const keySet =
        keySets.get(issuer.issuer) ??
        jose.createRemoteJWKSet(new URL(issuer.jwksUri), {
          timeoutDuration: FETCH_TIMEOUT_MS,
          cooldownDuration: cooldownMs,
          cacheMaxAge: CACHE_MS,
          [jose.customFetch]: fetchKeySet,
        });
      keySets.set(issuer.issuer, keySet);
      const mayBeOutdated = keySet.coolingDown;
      try {
        const { payload } = await jose.jwtVerify(token, keySet, {
          issuer: issuer.issuer,
          audience: issuer.audience,
          typ: 'secevent+jwt',
          algorithms: ALGORITHMS,
          clockTolerance: TOLERANCE_S,
        });
        return verdictOf(payload);
      } catch (failure) {
        return verdictOfFailure(jose, failure, mayBeOutdated);
      }
    },
  };
}

/** The issuer's server did not answer, or answered that it cannot now. */
class KeySetUnreachable extends Error {
  override readonly name = 'KeySetUnreachable';
}

/** Statuses that pass by themselves (RFC 9110, sections 15.5.9 and 15.6; RFC 6585, section 4). */
function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

async function fetchKeySet(...[url, options]: Parameters<typeof fetch>): Promise<Response> {
  try {
    const response = await fetch(url, options);
    // Read here, so that a connection that breaks is no malformed key set.
    const [{ status }, text] = [response, await response.text()];
    if (!isTransient(status)) return new Response(text, { status });
  } catch (cause) {
    throw new KeySetUnreachable('The key set cannot be fetched.', { cause });
  }
  throw new KeySetUnreachable('The server of the key set cannot answer now.');
}

function loadJose() {
  return import('jose');
}
type Jose = Awaited<ReturnType<typeof loadJose>>;
type KeySet = ReturnType<Jose['createRemoteJWKSet']>;

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
 * @param mayBeOutdated the keys were fetched too recently to be fetched again, but the issuer may have published a new
 * one since; a refused token is not sent again, so the sessions of an intruder would remain valid
 * @throws Unavailable when the issuer's keys cannot be fetched: the token may be valid. Whatever else fails would fail
 * again.
 */
function verdictOfFailure({ errors }: Jose, failure: unknown, mayBeOutdated: boolean): TokenVerdict {
  const isUnreachable = failure instanceof KeySetUnreachable || failure instanceof errors.JWKSTimeout;
  if (isUnreachable || (failure instanceof errors.JWKSNoMatchingKey && mayBeOutdated)) {
    throw new Unavailable('issuer', failure);
  }
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
