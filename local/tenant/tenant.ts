import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { compact } from '../../shared/core/compact';
import { listen } from '../listen';
import type { AccessTokens } from './access-tokens';
import { accessTokens } from './access-tokens';
import type { Certificate } from './certificate';
import type { OtherObject, UserSeed } from './directory';
import { TenantDirectory } from './directory';
import { Faults } from './faults';
import type { GraphRequest, GraphResponse } from './graph-api';
import { answerGraph } from './graph-api';
import type { OtherTenant, OtherTenantSeed } from './other-tenant';
import { otherTenant } from './other-tenant';
import type { Quotas } from './quota';
import { QuotaBuckets } from './quota';
import { tokenEndpoint } from './token-endpoint';
import { Tokens, tenantOfToken } from './tokens';

export interface TenantOptions {
  readonly certificate: Certificate;
  readonly users: readonly UserSeed[];
  readonly otherObjects?: readonly OtherObject[];
  /** Tenants that have given consent to the multi-tenant application of this id. */
  readonly others?: { readonly applicationId: string; readonly tenants: readonly OtherTenantSeed[] };
  /** Absent: no limits on calls. */
  readonly quotas?: Quotas;
  /** How long Graph takes for the answer to a call, in ms, before the call takes effect; absent: 0. */
  readonly latencyMs?: (call: Pick<GraphRequest, 'method' | 'url'>) => number;
}

/** A call that Graph received. */
export interface GraphCallSeen {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** A running tenant: Microsoft Graph over TLS, and the endpoint of a managed identity. */
export interface Tenant {
  /** The value of `GRAPH_ENDPOINT`. */
  readonly graphEndpoint: string;
  /** The value of `AZURE_AUTHORITY_HOST`. */
  readonly authorityHost: string;
  /** The tokens with which people and applications of the tenant call the app. */
  readonly accessTokens: AccessTokens;
  /** The tenants beside the home tenant, by their ids. */
  readonly others: ReadonlyMap<string, OtherTenant>;
  /** The values of `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`. */
  readonly identity: { readonly endpoint: string; readonly header: string };
  readonly directory: TenantDirectory;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly quotas: QuotaBuckets;
  readonly calls: readonly GraphCallSeen[];
  /** The number of TLS connections that Graph has accepted. */
  readonly connections: () => number;
  /** The number of calls that Graph does not answer and whose callers still wait. */
  readonly hanging: () => number;
  stop(): Promise<void>;
}

export async function startTenant(options: TenantOptions): Promise<Tenant> {
  const directory = new TenantDirectory(options.users, options.otherObjects);
  const tokens = new Tokens();
  const faults = new Faults();
  const quotas = new QuotaBuckets(options.quotas);
  const calls: GraphCallSeen[] = [];
  const header = randomUUID();
  const { applicationId = '', tenants: seeds = [] } = options.others ?? {};
  const others = new Map(seeds.map((seed) => [seed.tenantId, otherTenant(seed, applicationId)]));
  const home = { directory, tokens, faults, quotas };
  let connections = 0;
  let hanging = 0;

  const graph = createTlsServer(options.certificate, (message, response) => {
    graphRequest(message).then(
      async (request) => {
        if (options.latencyMs) await sleep(options.latencyMs(request));
        serve(message, response, request);
      },
      // The caller closed the connection before the end of its request.
      () => message.destroy(),
    );
  });
  const serve = (message: IncomingMessage, response: ServerResponse, request: GraphRequest): void => {
    calls.push({ method: request.method, target: message.url ?? '', headers: request.headers });
    const { authorization } = request.headers;
    const called = others.get(tenantOfToken(authorization)) ?? home;
    const fault = called.faults.take(request);
    if (!fault) {
      const allowance = called.quotas.take(request, performance.now());
      return allowance.kind === 'refused'
        ? respond(response, request, allowance.answer)
        : respond(
            response,
            request,
            answerGraph(called.directory, called.tokens, request),
            allowance.headers,
          );
    }
    if (fault.takesEffect) answerGraph(called.directory, called.tokens, request);
    fault.onTaken?.();
    if (fault.answer === 'drop') return void message.socket.destroy();
    if (typeof fault.answer !== 'string') return respond(response, request, fault.answer);
    hanging++;
    response.on('close', () => hanging--);
    if (fault.answer === 'hangInBody') response.writeHead(200).write('{');
  };
  graph.on('secureConnection', () => connections++);
  graph.keepAliveTimeout = 60_000;
  const identity = createServer((message, response) => answerIdentity(tokens, header, message, response));
  const authority = createTlsServer(
    options.certificate,
    tokenEndpoint(tokens, others, () => issued.keySet()),
  );
  const [listeningGraph, listeningIdentity, listeningAuthority] = [
    await listen(graph),
    await listen(identity),
    await listen(authority),
  ];
  const graphEndpoint = `https://localhost:${String(listeningGraph.port)}`;
  const authorityHost = `https://localhost:${String(listeningAuthority.port)}`;
  const issued = accessTokens(authorityHost);
  return {
    graphEndpoint,
    identity: { endpoint: `http://127.0.0.1:${String(listeningIdentity.port)}/msi/token`, header },
    authorityHost,
    accessTokens: issued,
    others,
    directory,
    tokens,
    faults,
    quotas,
    calls,
    connections: () => connections,
    hanging: () => hanging,
    stop: async () =>
      void (await Promise.all([listeningGraph.stop(), listeningIdentity.stop(), listeningAuthority.stop()])),
  };
}

async function graphRequest(message: IncomingMessage): Promise<GraphRequest> {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, value?.toString()]),
  );
  const body = await text(message);
  return {
    method: message.method ?? '',
    url: new URL(message.url ?? '/', `https://${message.headers.host ?? 'localhost'}`),
    headers,
    body,
  };
}

function respond(
  response: ServerResponse,
  request: GraphRequest,
  answer: GraphResponse,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(answer.status, {
    'request-id': randomUUID(),
    ...compact({
      'client-request-id': request.headers['client-request-id'],
      'content-type': answer.body === undefined ? undefined : 'application/json',
    }),
    ...headers,
    ...answer.headers,
  });
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}

/** The managed-identity endpoint of App Service ("How to use managed identities for App Service"). */
function answerIdentity(
  tokens: Tokens,
  header: string,
  message: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const resource = url.searchParams.get('resource');
  if (message.headers['x-identity-header'] !== header || resource === null) {
    response
      .writeHead(400)
      .end(JSON.stringify({ statusCode: 400, message: 'Bad request to the identity endpoint.' }));
    return;
  }
  const clientId = url.searchParams.get('client_id') ?? undefined;
  const { token, expiresAt } = tokens.acquire(resource, clientId);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      access_token: token,
      expires_on: String(Math.floor(expiresAt / 1000)),
      resource,
      token_type: 'Bearer',
    }),
  );
}
