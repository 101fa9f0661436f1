/**
 * How long an access token can live where no policy says otherwise, in ms. Microsoft documents 60 to 90 minutes ("Access
 * tokens in the Microsoft identity platform"); the longer is the safe promise.
 */
export const DEFAULT_TOKEN_LIFE_MS = 90 * 60_000;

/** Where the bound of a revocation comes from: a closed set that readers of outcomes may rely on. */
export const bounds = [
  /** The policies of the tenant were read, and none is longer. */
  'default',
  /** A policy of the tenant lets access tokens live longer. */
  'policy',
  /** The policies were not read, or not all of them: a token may outlive it. */
  'unknown',
] as const;

export type Bound = (typeof bounds)[number];

/** What is known of the longest life of an access token, by the policies of the tenant. */
export type TokenLife =
  | { readonly kind: 'known'; readonly longestMs: number | undefined }
  | {
      readonly kind: 'unknown';
      readonly reason: UnknownReason;
      /** The longest that was read all the same, in ms. */
      readonly longestMs: number | undefined;
    };

export type UnknownReason =
  /** Microsoft Graph has not answered, or not yet. */
  | 'notRead'
  /** The permission to read them is not granted. */
  | 'notGranted'
  /** A definition cannot be read. */
  | 'notUnderstood';

/** Nothing is known of it. */
export function unknownTokenLife(reason: UnknownReason): TokenLife {
  return { kind: 'unknown', reason, longestMs: undefined };
}

/** How long a token that was issued before a revocation can live after it, in ms, and where that comes from. */
export function boundOf({ kind, longestMs = 0 }: TokenLife): { readonly bound: Bound; readonly ms: number } {
  const ms = Math.max(DEFAULT_TOKEN_LIFE_MS, longestMs);
  if (kind === 'unknown') return { bound: 'unknown', ms };
  return { bound: ms > DEFAULT_TOKEN_LIFE_MS ? 'policy' : 'default', ms };
}

/** The longest life that policies stated until a time, both in ms. */
export interface FormerLife {
  readonly longestMs: number;
  /** When other policies were read: tokens may have been issued under these ones until then. */
  readonly endedAtMs: number;
}

/** Of lives that policies have stated, those of which a token can still be alive: a policy that is gone leaves tokens. */
export function lastingLives(former: readonly FormerLife[], nowMs: number): readonly FormerLife[] {
  return former.filter(({ longestMs, endedAtMs }) => endedAtMs + longestMs > nowMs);
}
