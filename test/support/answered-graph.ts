import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { RestError, createHttpHeaders } from '@azure/core-rest-pipeline';
import type { GraphClientOptions } from '../../shared/adapters/graph/graph-client';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import type { GraphClient } from '../../shared/adapters/graph/graph-client';
import { documentedPaces } from '../../shared/adapters/graph/pace';
import { contosoUsers } from '../../local/tenant/contoso';
import { TenantDirectory } from '../../local/tenant/directory';
import { Faults } from '../../local/tenant/faults';
import { answerGraph } from '../../local/tenant/graph-api';
import type { GraphRequest } from '../../local/tenant/graph-message';
import type { Permission } from '../../local/tenant/tokens';
import { Tokens } from '../../local/tenant/tokens';
import { fixedClock } from './fixed-clock';

const ENDPOINT = 'https://graph.example';

/** What the steps that remove need. */
export const removalPermissions: readonly Permission[] = [
  'UserAuthenticationMethod.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Device.ReadWrite.All',
  'AuditLog.Read.All',
  'IdentityRiskyUser.Read.All',
];

/** The process ends in the middle of its work. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** The local tenant without sockets: the client of Graph as it is, and the tenant's answers to its requests. */
export interface AnsweredGraph {
  readonly client: GraphClient;
  readonly options: Omit<GraphClientOptions, 'pace' | 'budget'>;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly directory: TenantDirectory;
  readonly tokens: Tokens;
  readonly faults: Faults;
  /** Of all calls: the method and the decoded path, in order. */
  readonly calls: string[];
  readonly requests: GraphRequest[];
  /** After so many further calls, the last of which takes effect, each call throws. Undefined: none. */
  crashAfter: number | undefined;
}

export function answeredGraph(): AnsweredGraph {
  const clock = fixedClock();
  const tokens = new Tokens();
  for (const permission of removalPermissions) tokens.permissions.add(permission);
  const httpClient: HttpClient = { sendRequest: (request) => Promise.resolve().then(() => send(request)) };
  const options = {
    endpoint: ENDPOINT,
    credential: {
      getToken: () => {
        const { token, expiresAt } = tokens.acquire(ENDPOINT, undefined);
        return Promise.resolve({ token, expiresOnTimestamp: expiresAt });
      },
    },
    clock,
    random: () => 0,
    newId: () => 'call',
    httpClient,
  };
  const graph: AnsweredGraph = {
    client: graphClient({ ...options, pace: documentedPaces(clock, () => 0) }),
    options,
    clock,
    directory: new TenantDirectory(contosoUsers),
    tokens,
    faults: new Faults(),
    calls: [],
    requests: [],
    crashAfter: undefined,
  };
  const send = (sent: PipelineRequest): PipelineResponse => {
    const request: GraphRequest = {
      method: sent.method,
      url: new URL(sent.url),
      headers: sent.headers.toJSON(),
      ...(typeof sent.body === 'string' && { body: sent.body }),
    };
    graph.requests.push(request);
    graph.calls.push(`${request.method} ${decodeURIComponent(request.url.pathname.replace('/v1.0', ''))}`);
    if (graph.crashAfter === 0) throw new Crash();
    const { body, status, headers } = answered(graph, request, sent);
    if (graph.crashAfter !== undefined && --graph.crashAfter === 0) throw new Crash();
    return {
      request: sent,
      status,
      headers: createHttpHeaders(headers),
      bodyAsText: body === undefined ? null : JSON.stringify(body),
    };
  };
  return graph;
}

function answered(
  { faults, directory, tokens, clock }: AnsweredGraph,
  request: GraphRequest,
  sent: PipelineRequest,
): ReturnType<typeof answerGraph> {
  const fault = faults.take(request);
  if (!fault) return answerGraph(directory, tokens, request, clock.now());
  if (fault.takesEffect) answerGraph(directory, tokens, request, clock.now());
  if (typeof fault.answer !== 'string') return fault.answer;
  throw new RestError(fault.answer, { code: 'ECONNRESET', request: sent });
}
