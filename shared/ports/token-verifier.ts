/** An issuer of security event tokens, and how its signatures are verified. */
export interface SecurityEventIssuer {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The address of its key set. */
  readonly jwksUri: string;
  /** The `aud` that its tokens must have. */
  readonly audience: string;
}

/** Why a token is not trusted ("Security Event Token Error Codes", RFC 8935 section 2.4). */
export type TokenError = 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience';

export type TokenVerdict =
  | {
      readonly kind: 'verified';
      readonly issuer: string;
      readonly jti: string;
      readonly claims: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'refused'; readonly error: TokenError; readonly detail: string };

/** Verifies security event tokens (RFC 8417). */
export interface TokenVerifier {
  /**
   * Verifies the signature against the issuer's keys, the type and the audience. A token without `iss`, `jti`, `iat`
   * and `events` is not trusted. A token whose key is not known waits some seconds for a look at the newest keys.
   *
   * @throws Unavailable when the issuer's keys cannot be read: the token may be valid
   */
  verify(token: string): Promise<TokenVerdict>;
}
