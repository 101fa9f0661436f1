import type { Caller } from './caller';
import { compact } from './compact';
import type { ApprovalPolicy } from './policy';

/** A sign-in is at most so many ms ahead of the clock of this machine. */
const MAX_AHEAD_MS = 300_000;

/** What a caller must do before a decision of theirs counts: sign in again, as it says (RFC 9470; claims challenge of Entra ID). */
export interface SignInChallenge {
  /** The claims request for the token, as JSON text. */
  readonly claims: string;
  /** How old a sign-in may be, in seconds. */
  readonly maxAgeS: number;
  readonly contexts: readonly string[];
}

/**
 * The challenge for a caller whose sign-in is too old, of unknown age, ended by a sign-out, or lacks an authentication context;
 * undefined for others.
 *
 * @param sessionsValidFrom since when sign-ins of the person count, as the directory says it, RFC 3339
 */
export function challengeOf(
  { signedInAt, authenticationContexts }: Pick<Caller, 'signedInAt' | 'authenticationContexts'>,
  { maxAuthAgeMs, authenticationContexts: needed }: ApprovalPolicy,
  now: Date,
  sessionsValidFrom?: string,
): SignInChallenge | undefined {
  const ageMs = signedInAt && now.getTime() - signedInAt.getTime();
  const isFresh =
    ageMs !== undefined &&
    ageMs <= maxAuthAgeMs &&
    ageMs >= -MAX_AHEAD_MS &&
    !isSignedOutSince(signedInAt, sessionsValidFrom);
  const missing = needed.filter((context) => !authenticationContexts.includes(context));
  if (isFresh && missing.length === 0) return undefined;
  const claims = compact({
    auth_time: isFresh ? undefined : { essential: true },
    acrs: acrsOf(missing),
  });
  return {
    claims: JSON.stringify({ access_token: claims }),
    maxAgeS: Math.floor(maxAuthAgeMs / 1000),
    contexts: missing,
  };
}

/** Whether the directory counts only what began later. Tokens state the time of a sign-in in whole seconds. */
export function isSignedOutSince(at: Date | undefined, sessionsValidFrom: string | undefined): boolean {
  if (at === undefined || sessionsValidFrom === undefined) return false;
  return at.getTime() < Math.floor(Date.parse(sessionsValidFrom) / 1000) * 1000;
}

function acrsOf([context, ...others]: readonly string[]): object | undefined {
  if (context === undefined) return undefined;
  return others.length === 0
    ? { essential: true, value: context }
    : { essential: true, values: [context, ...others] };
}

/**
 * The header `WWW-Authenticate` of an answer with a challenge.
 *
 * @param authorizationUri where the client can have the person sign in
 */
export function wwwAuthenticate(
  { claims, maxAgeS, contexts }: SignInChallenge,
  authorizationUri: string,
): string {
  const parameters = {
    realm: '',
    authorization_uri: authorizationUri,
    error: 'insufficient_claims',
    claims: btoa(claims),
    max_age: String(maxAgeS),
    ...(contexts.length > 0 && { acr_values: contexts.join(' ') }),
  };
  const written = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  return `Bearer ${written.join(', ')}`;
}
