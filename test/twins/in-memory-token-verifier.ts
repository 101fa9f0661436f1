import type { TokenVerifier, TokenVerdict } from '../../shared/ports/token-verifier';

/** The twin of the verification: knows what each token is worth; any other is of no issuer that it knows. */
export function inMemoryTokenVerifier(known: Readonly<Record<string, TokenVerdict>> = {}): TokenVerifier {
  return {
    verify: (token) =>
      Promise.resolve(
        known[token] ?? {
          kind: 'refused',
          error: 'invalid_issuer',
          detail: 'no issuer of this name is configured',
        },
      ),
  };
}
