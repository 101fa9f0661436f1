import type { Caller } from '../../shared/core/caller';
import type { AccessTokenVerifier } from '../../shared/ports/access-token-verifier';

/** The twin of the verification: knows whom each token proves; any other has a signature that nobody has made. */
export function inMemoryAccessTokens(known: Readonly<Record<string, Caller>> = {}): AccessTokenVerifier {
  return {
    verify: (token) => {
      const caller = known[token];
      return Promise.resolve(caller ? { kind: 'proven', caller } : { kind: 'unproven', reason: 'signature' });
    },
  };
}
