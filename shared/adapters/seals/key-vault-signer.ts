import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  defaultRetryPolicy,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import type { SealKey } from '../../config/config';
import { compact } from '../../core/compact';
import { SealUnavailable } from '../../ports/seal-unavailable';
import type { Signer } from '../../ports/signer';

const API_VERSION = '7.4';
/** The time limit of one attempt, in ms. */
const TIMEOUT_MS = 10_000;
const retryOptions = { maxRetries: 3, retryDelayInMs: 800 };

const keyAnswer = z.object({ key: z.object({ kid: z.url() }) });
const signAnswer = z.object({ kid: z.url(), value: z.string().min(1) });

/**
 * Signs by the newest version of a key in a key vault (REST, "Get Key" and "Sign"). It needs the data actions `keys/read` and `keys/sign/action`.
 */
export function keyVaultSigner({ keyId, audience }: SealKey, credential: TokenCredential): Signer {
  const ask = vaultCalls(audience, credential);
  return {
    keyId,
    sign: async (digest) => {
      try {
        const { key } = keyAnswer.parse(await ask(keyId));
        const value = Buffer.from(digest, 'hex').toString('base64url');
        const signed = signAnswer.parse(await ask(`${key.kid}/sign`, { alg: 'ES256', value }));
        return { keyId: signed.kid, value: signed.value };
      } catch (failure) {
        throw new SealUnavailable('key', failure);
      }
    },
  };
}

/** Asks the vault: without a body by GET. @throws Error when it does not answer 200 */
function vaultCalls(audience: string, credential: TokenCredential) {
  const httpClient = createDefaultHttpClient();
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(defaultRetryPolicy(retryOptions));
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: `${audience}/.default` }));
  return async (url: string, body?: object): Promise<unknown> => {
    const request = createPipelineRequest({
      url: `${url}?api-version=${API_VERSION}`,
      method: body ? 'POST' : 'GET',
      headers: createHttpHeaders({ accept: 'application/json', 'content-type': 'application/json' }),
      timeout: TIMEOUT_MS,
      ...compact({ body: body && JSON.stringify(body) }),
    });
    const { status, bodyAsText } = await pipeline.sendRequest(httpClient, request);
    if (status !== 200) throw new Error(`The key vault answered ${String(status)}.`);
    return JSON.parse(bodyAsText ?? '');
  };
}
