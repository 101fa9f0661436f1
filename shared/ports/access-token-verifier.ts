import type { Caller } from '../core/caller';

/** Why an access token proves nobody; a closed set that callers may rely on. */
export type UnprovenReason =
  /** It is not a token, or lacks what every access token of Entra ID has. */
  | 'malformed'
  /** Its signature is missing, of an algorithm that is not accepted, or of a key that the authority does not have. */
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'tenant'
  | 'version'
  | 'expired'
  | 'notYetValid'
  /** It is neither a delegated access token nor one of an application, but for example an id token. */
  | 'kind';

export type AccessVerdict =
  | { readonly kind: 'proven'; readonly caller: Caller }
  | { readonly kind: 'unproven'; readonly reason: UnprovenReason };

/** Verifies access tokens that Entra ID has issued for this app ("Access token claims reference", version 2.0). */
export interface AccessTokenVerifier {
  /**
   * Verifies signature, issuer, audience, tenant, version and times.
   *
   * @throws Unavailable when the keys of the authority cannot be read: the token may be valid
   */
  verify(token: string): Promise<AccessVerdict>;
}
