import type { RequestListener } from 'node:http';
import { exportJWK } from 'jose';
import { Provider, interactionPolicy } from 'oidc-provider';
import { API_AUDIENCE, CONSOLE_CLIENT_ID } from '../api-token';
import type { SigningKey } from '../tenant/access-tokens';
import { CONTOSO_TENANT_ID } from '../tenant/contoso';
import { interactionPage } from './interaction-page';
import type { Person } from './people';

const RESOURCE = `api://${API_AUDIENCE}`;
const SCOPE = `${API_AUDIENCE}/access`;
const LIFETIME_S = 3600;

type Token = { readonly accountId: string; readonly clientId: string };

/** An OpenID provider for the people of the tenant. Its access tokens have the claims that those of Entra ID have. */
export async function identityProvider(
  authority: string,
  people: readonly Person[],
  { kid, privateKey }: SigningKey,
): Promise<RequestListener> {
  const keys = [{ ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' }];
  const mount = `/${CONTOSO_TENANT_ID}/v2.0`;
  const personOf = (id: string): Person | undefined => people.find((person) => person.id === id);
  const provider = new Provider(`${authority}${mount}`, {
    ...fixedParts(),
    jwks: { keys },
    findAccount: (_context: unknown, id: string) => {
      const person = personOf(id);
      if (!person) return undefined;
      const { userPrincipalName: name, displayName } = person;
      const claims = {
        sub: id,
        oid: id,
        tid: CONTOSO_TENANT_ID,
        preferred_username: name,
        name: displayName,
      };
      return { accountId: id, claims: () => claims };
    },
    loadExistingGrant: async ({ oidc }: SignInContext) => {
      const { accountId } = oidc.session;
      const grant = new provider.Grant({ accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope('openid profile offline_access');
      grant.addResourceScope(RESOURCE, SCOPE);
      await grant.save();
      return grant;
    },
    formats: {
      customizers: {
        jwt: ({ oidc }: SignInContext, { accountId, clientId }: Token, token: { payload: object }) => {
          const { userPrincipalName: preferred_username, roles } = personOf(accountId) ?? {};
          const { AuthorizationCode: code, RefreshToken: refresh } = oidc.entities;
          const times = { nbf: Math.floor(Date.now() / 1000) - 1, auth_time: (code ?? refresh)?.authTime };
          const who = { oid: accountId, sub: `pairwise ${accountId}`, tid: CONTOSO_TENANT_ID, azp: clientId };
          Object.assign(token.payload, { ver: '2.0', scp: 'access', roles, preferred_username }, who, times);
        },
      },
    },
  });
  const pages = interactionPage(provider, people, mount);
  const answer = provider.callback();
  return (request, response) => {
    const url = request.url ?? '/';
    if (pages(request, response)) return;
    // Below the issuer's path, as the tenant's endpoints are.
    if (!url.startsWith(mount)) return void response.writeHead(404).end();
    Object.assign(request, { originalUrl: url, url: url.slice(mount.length) });
    void answer(request, response);
  };
}

interface SignInContext {
  readonly oidc: {
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
    readonly entities: Readonly<Record<string, { readonly authTime?: number } | undefined>>;
  };
}

/** Nobody is asked for consent: an administrator has given it. */
function loginAlone(): object {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

function fixedParts(): Readonly<Record<string, unknown>> {
  const consoleClient = {
    client_id: CONSOLE_CLIENT_ID,
    // A native client may be sent back to any port of the loopback.
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/api/console'],
    post_logout_redirect_uris: ['http://127.0.0.1/api/console'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  return {
    clients: [consoleClient],
    clientBasedCORS: () => true,
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['oid', 'tid', 'preferred_username', 'name'] },
    scopes: ['openid', 'offline_access'],
    cookies: { keys: ['of the local stack'] },
    ttl: {
      AccessToken: LIFETIME_S,
      IdToken: LIFETIME_S,
      Session: LIFETIME_S,
      Grant: LIFETIME_S,
      Interaction: 600,
    },
    issueRefreshToken: () => true,
    interactions: {
      policy: loginAlone(),
      url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          audience: API_AUDIENCE,
          accessTokenTTL: LIFETIME_S,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}
