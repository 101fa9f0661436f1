import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Caller } from '../../core/caller';
import { compact } from '../../core/compact';
import { GUID } from '../../core/guid';
import type { AccessTokenVerifier, AccessVerdict, UnprovenReason } from '../../ports/access-token-verifier';
import type { Clock } from '../../ports/clock';
import { Unavailable } from '../../ports/unavailable';
import { ALGORITHMS, TOLERANCE_S } from './accepted';
import { discoverKeySet } from './fetch-key-set';
import { issuerKeys } from './issuer-keys';
import type { Jose } from './load-jose';
import { loadJose } from './load-jose';

/** A longer one is not a token of Entra ID, and is not looked at. */
const MAX_LENGTH = 16_384;

/** For whom tokens must be, and who must have issued them. */
export interface AcceptedTokens {
  /** The application id of the registration of this app, which version 2.0 writes into `aud`. */
  readonly audience: string;
  readonly tenantId: string;
  /** The root of the authority. */
  readonly authority: string;
}

const guid = z
  .string()
  .regex(GUID)
  .transform((id) => id.toLowerCase());
const texts = z.array(z.string()).optional().catch(undefined);

const claims = z.object({
  tid: guid,
  oid: guid,
  sub: z.string().min(1),
  azp: guid,
  ver: z.string(),
  scp: z.string().min(1).optional(),
  idtyp: z.string().optional(),
  preferred_username: z.string().min(1).max(320).optional().catch(undefined),
  roles: texts,
  acrs: texts,
  auth_time: z.number().optional().catch(undefined),
});

/** Verifies access tokens of the home tenant against the keys that its authority publishes. */
export function accessTokenVerifier(
  { audience, tenantId, authority }: AcceptedTokens,
  clock: Pick<Clock, 'now' | 'monotonicMs' | 'sleep'>,
): AccessTokenVerifier {
  const issuer = `${authority}/${tenantId}/v2.0`;
  let loaded: ReturnType<typeof loadJose> | undefined;
  let keys: JWTVerifyGetKey | undefined;
  return {
    async verify(token) {
      if (token.length > MAX_LENGTH) return unproven('malformed');
      const jose = await (loaded ??= loadJose());
      keys ??= issuerKeys(jose, () => discoverKeySet(jose, issuer), clock);
      try {
        const { payload } = await jose.jwtVerify(token, keys, {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          clockTolerance: TOLERANCE_S,
          currentDate: clock.now(),
          requiredClaims: ['iat', 'nbf', 'exp'],
        });
        return verdictOf(payload, { audience, tenantId });
      } catch (failure) {
        return unproven(reasonOf(jose, failure));
      }
    },
  };
}

function verdictOf(payload: JWTPayload, accepted: Omit<AcceptedTokens, 'authority'>): AccessVerdict {
  // An application may have tokens for several audiences at once elsewhere; those of Entra ID have one.
  if (payload.aud !== accepted.audience) return unproven('audience');
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return unproven('malformed');
  const { ver, tid } = parsed.data;
  if (ver !== '2.0') return unproven('version');
  if (tid !== accepted.tenantId.toLowerCase()) return unproven('tenant');
  const kind = kindOf(parsed.data);
  return kind === undefined ? unproven('kind') : { kind: 'proven', caller: callerOf(parsed.data, kind) };
}

/**
 * A delegated token has scopes, and one of an application has the application itself as its subject. An id token, whose
 * audience may be the same, has neither.
 */
function kindOf({ scp, idtyp, oid, sub }: z.output<typeof claims>): Caller['kind'] | undefined {
  if (scp !== undefined) return idtyp === undefined || idtyp === 'user' ? 'person' : undefined;
  const isOfItself = oid === sub.toLowerCase();
  return isOfItself && (idtyp === undefined || idtyp === 'app') ? 'application' : undefined;
}

function callerOf(token: z.output<typeof claims>, kind: Caller['kind']): Caller {
  const { tid, oid, azp, roles = [], acrs = [], preferred_username: name, auth_time: at } = token;
  return compact({
    kind,
    tenantId: tid,
    objectId: oid,
    applicationId: azp,
    userPrincipalName: kind === 'person' ? name : undefined,
    roles,
    signedInAt: at === undefined ? undefined : new Date(at * 1000),
    authenticationContexts: acrs,
  });
}

/** @throws Unavailable when the failure is not one of the token: its keys cannot be read, or are not keys */
function reasonOf({ errors }: Jose, failure: unknown): UnprovenReason {
  if (failure instanceof errors.JWTExpired) return 'expired';
  if (failure instanceof errors.JWTClaimValidationFailed) return reasonOfClaim(failure.claim);
  if (
    failure instanceof errors.JWSSignatureVerificationFailed ||
    failure instanceof errors.JWKSNoMatchingKey ||
    failure instanceof errors.JWKSMultipleMatchingKeys ||
    failure instanceof errors.JOSEAlgNotAllowed ||
    failure instanceof errors.JOSENotSupported
  ) {
    return 'signature';
  }
  if (failure instanceof errors.JWTInvalid || failure instanceof errors.JWSInvalid) return 'malformed';
  throw new Unavailable('issuer', failure);
}

function reasonOfClaim(claim: string): UnprovenReason {
  switch (claim) {
    case 'aud':
      return 'audience';
    case 'iss':
      return 'issuer';
    case 'nbf':
      return 'notYetValid';
    default:
      return 'malformed';
  }
}

function unproven(reason: UnprovenReason): AccessVerdict {
  return { kind: 'unproven', reason };
}
