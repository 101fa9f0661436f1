import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OtherTenant } from './other-tenant';
import type { Tokens } from './tokens';

/** The audience of tokens that are exchanged for those of another application. */
const EXCHANGE = 'api://AzureADTokenExchange';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * The token endpoint of Entra ID for client credentials with a federated assertion ("OAuth 2.0 client credentials flow").
 * The assertion is a token of the home tenant's managed identity. Beside it are the metadata of the tenant and its keys.
 */
export function tokenEndpoint(
  home: Pick<Tokens, 'judge'>,
  tenants: ReadonlyMap<string, OtherTenant>,
  keySet: () => Promise<object>,
): RequestListener {
  return (request, response) => {
    answer({ home, tenants, keySet }, request, response).catch(() => request.destroy());
  };
}

/** What the endpoint answers from. */
interface Authority {
  readonly home: Pick<Tokens, 'judge'>;
  readonly tenants: ReadonlyMap<string, OtherTenant>;
  readonly keySet: () => Promise<object>;
}

async function answer(
  { home, tenants, keySet }: Authority,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const origin = `https://${request.headers.host ?? 'localhost'}`;
  const [, tenantId = '', ...path] = new URL(request.url ?? '/', origin).pathname.split('/');
  const body = new URLSearchParams(await text(request));
  switch (`${request.method ?? ''} ${path.join('/')}`) {
    case 'GET v2.0/.well-known/openid-configuration':
      return send(response, 200, {
        issuer: `${origin}/${tenantId}/v2.0`,
        token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
        authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
        jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
      });
    case 'GET discovery/v2.0/keys':
      return send(response, 200, await keySet());
    case 'POST oauth2/v2.0/token':
      return issue(home, tenants.get(tenantId.toLowerCase()), body, response);
    default:
      return send(response, 404, { error: 'not_found' });
  }
}

function issue(
  home: Pick<Tokens, 'judge'>,
  tenant: OtherTenant | undefined,
  body: URLSearchParams,
  response: ServerResponse,
): void {
  const clientId = body.get('client_id') ?? '';
  const refuse = (error: string, code: number, description: string): void =>
    send(response, 400, {
      error,
      error_description: `AADSTS${String(code)}: ${description}`,
      error_codes: [code],
    });
  if (!tenant) return refuse('invalid_request', 90002, 'Tenant not found.');
  const isAsserted =
    body.get('grant_type') === 'client_credentials' &&
    body.get('client_assertion_type') === ASSERTION_TYPE &&
    home.judge(`Bearer ${body.get('client_assertion') ?? ''}`, EXCHANGE) === 'valid';
  if (!isAsserted) return refuse('invalid_client', 70021, 'No matching federated identity record found.');
  if (!tenant.consented.has(clientId)) {
    return refuse(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory.`,
    );
  }
  const [scope = ''] = (body.get('scope') ?? '').split(' ');
  const { token, expiresAt } = tenant.tokens.acquire(scope.replace(/\/\.default$/, ''), clientId);
  const expiresIn = Math.floor((expiresAt - Date.now()) / 1000);
  send(response, 200, {
    token_type: 'Bearer',
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: token,
  });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
