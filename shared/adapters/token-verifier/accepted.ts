/** Public-key signatures only: a verifier must not be able to sign, and `none` is not a signature. */
export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

/** The accepted difference between clocks. */
export const TOLERANCE_S = 60;
