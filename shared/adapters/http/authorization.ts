import type { AccessToken, TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { bearerTokenAuthenticationPolicy } from '@azure/core-rest-pipeline';

/** Claims that demand nothing: a credential answers them with a new token in place of the one in its cache. */
const RENEWED = '{"access_token":{}}';

/** The token of the calls of one backend. */
export interface BearerAuthorization {
  /** Adds the token. It also answers a claims challenge, once, with a new token (Continuous Access Evaluation). */
  readonly policy: PipelinePolicy;
  /** Takes note of an answer: if it is 401, the next attempt has a new token in place of the denied one. */
  heard(response: PipelineResponse): void;
}

export function bearerAuthorization(credential: TokenCredential, scopes: string): BearerAuthorization {
  let denied: string | undefined;
  const policy = bearerTokenAuthenticationPolicy({
    credential,
    scopes,
    challengeCallbacks: {
      async authorizeRequest({ request, getAccessToken, scopes: asked }) {
        const get = (more = {}): Promise<AccessToken | null> => {
          const { abortSignal } = request;
          return getAccessToken(asked, { enableCae: true, ...(abortSignal && { abortSignal }), ...more });
        };
        const token = await get();
        const isDenied = token !== null && bearer(token) === denied;
        // A credential that cannot renew its token may still return a new one at the next attempt.
        const valid = isDenied ? await get({ claims: RENEWED }).catch(() => token) : token;
        if (valid) request.headers.set('Authorization', bearer(valid));
      },
    },
  });
  return {
    policy,
    heard: ({ status, request }) => {
      if (status === 401) denied = request.headers.get('Authorization');
    },
  };
}

function bearer({ token }: AccessToken): string {
  return `Bearer ${token}`;
}
