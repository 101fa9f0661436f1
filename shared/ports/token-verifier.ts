/** Who may say that an account or a session is not to be trusted any more, and how that is known. */
export interface SecurityEventIssuer {
  /** What its tokens bear as `iss`. */
  readonly issuer: string;
  /** Where its keys are. */
  readonly jwksUri: string;
  /** What its tokens must bear as `aud`, or one of it. */
  readonly audience: string;
}

/** Why a token is not believed, as its transmitter is told ("Security Event Token Error Codes", RFC 8935 section 2.4). */
export type TokenError = 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience';

export type TokenVerdict =
  | {
      readonly kind: 'verified';
      readonly issuer: string;
      readonly jti: string;
      readonly claims: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'refused'; readonly error: TokenError; readonly detail: string };

/** Where it is found out whether a security event token (RFC 8417) is what it says. */
export interface SecurityEventTokens {
  /**
   * Verifies the signature against the keys of its issuer, its type and its audience. What has no `iss`, `jti`,
   * `iat` and `events` is no such token.
   *
   * @throws Unavailable when the issuer's keys cannot be had: nothing is known of the token then
   */
  verify(token: string): Promise<TokenVerdict>;
}
