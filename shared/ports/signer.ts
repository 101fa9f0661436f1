/** A signature, and the version of the key that made it. */
export interface Signature {
  readonly keyId: string;
  /** The two numbers of an ES256 signature (RFC 7518, section 3.4), in base64url. */
  readonly value: string;
}

/** The key that signs the heads of the seal. It never leaves its vault. */
export interface Signer {
  /** The key, without a version. */
  readonly keyId: string;
  /**
   * Signs a SHA-256 digest by ES256.
   *
   * @param digest in hexadecimal digits
   * @throws SealUnavailable when the vault cannot be reached, or denies access
   */
  sign(digest: string): Promise<Signature>;
}
