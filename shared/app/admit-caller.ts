import type { ApiProblem } from '../api/answer';
import { problem } from '../api/answer';
import type { Endpoint } from '../api/endpoints';
import { denialOfCaller } from '../api/roles';
import type { Caller } from '../core/caller';
import type { AccessTokenVerifier } from '../ports/access-token-verifier';
import type { CallerLimit } from './caller-limit';

/** What stands before every operation of the API. */
export interface Gate {
  readonly accessTokens: AccessTokenVerifier;
  readonly callerLimit: CallerLimit;
}

export type AdmittedCaller = { readonly kind: 'admitted'; readonly caller: Caller } | ApiProblem;

/**
 * Proves a caller by the token alone, whatever other headers say, and lets them in if their roles and their allowance do.
 *
 * @param authorization the header of that name
 * @throws Unavailable when the keys of the authority cannot be read
 */
export async function admitCaller(
  { accessTokens, callerLimit }: Gate,
  authorization: string | undefined,
  { allowed, cost }: Required<Endpoint>,
): Promise<AdmittedCaller> {
  const [, token] = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) {
    return problem('unproven', 'Send an access token of Entra ID: Authorization: Bearer TOKEN.');
  }
  const verdict = await accessTokens.verify(token);
  if (verdict.kind === 'unproven') {
    const { reason } = verdict;
    return problem('unproven', `The token proves nobody (${reason}).`, { reason });
  }
  const { caller } = verdict;
  const retryAfterS = callerLimit(`${caller.kind} ${caller.objectId}`, cost);
  if (retryAfterS > 0) return problem('rateLimited', 'Call again later.', { retryAfterS });
  const denial = denialOfCaller(caller, allowed);
  return denial === undefined ? { kind: 'admitted', caller } : problem('noRole', denial);
}
