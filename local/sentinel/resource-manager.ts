import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { listen } from '../listen';
import type { Certificate } from '../tenant/certificate';
import type { Tokens } from '../tenant/tokens';

/** An answer in place of the right one. */
export interface ArmAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** A running stand-in of Azure Resource Manager, as far as incidents of Microsoft Sentinel go. */
export interface ResourceManager {
  readonly endpoint: string;
  /** The comments of each incident by their ids; incidents by their resource ids in lower case. */
  readonly incidents: Map<string, Map<string, string>>;
  /** What an incident says beside that it is new, by the same ids. */
  readonly properties: Map<string, Readonly<Record<string, unknown>>>;
  readonly calls: readonly { readonly method: string; readonly target: string }[];
  /** Answers every call in this way from now on; undefined: no longer. */
  answerAll(answer: ArmAnswer | undefined): void;
  stop(): Promise<void>;
}

const PATH =
  /^(\/subscriptions\/[\da-f-]{36}\/resourcegroups\/[^/]+\/providers\/microsoft\.operationalinsights\/workspaces\/[^/]+\/providers\/microsoft\.securityinsights\/incidents\/[^/]+)(\/comments(?:\/([\da-f-]{36}))?)?$/i;
const ON_A_PAGE = 20;
/** Of what a test has put there itself. */
const MADE_AT = '2026-11-23T10:00:00.0000000Z';

export async function startResourceManager({
  certificate,
  tokens,
}: {
  readonly certificate: Certificate;
  readonly tokens: Tokens;
}): Promise<ResourceManager> {
  const incidents = new Map<string, Map<string, string>>();
  const properties = new Map<string, Readonly<Record<string, unknown>>>();
  const writtenAt = new Map<string, string>();
  const calls: { method: string; target: string }[] = [];
  let all: ArmAnswer | undefined;
  let endpoint = '';
  const answerTo = (method: string, url: URL, authorization: string | undefined, body: string): ArmAnswer => {
    if (all) return all;
    if (tokens.judge(authorization, endpoint) !== 'valid') return failed(401, 'InvalidAuthenticationToken');
    if (!url.searchParams.has('api-version')) return failed(400, 'MissingApiVersionParameter');
    const [, id = '', list, comment] = PATH.exec(url.pathname) ?? [];
    const comments = incidents.get(id.toLowerCase());
    if (!comments) return failed(404, 'ResourceNotFound');
    if (method === 'GET' && list === undefined) return incidentOf(properties.get(id.toLowerCase()));
    if (method === 'PUT' && comment !== undefined) {
      writtenAt.set(comment, new Date().toISOString());
      return put(comments, comment, body);
    }
    if (method === 'GET' && comment === undefined) return page(comments, writtenAt, url);
    return failed(405, 'MethodNotAllowed');
  };
  const server = createServer(certificate, (message, response) => {
    void text(message).then((body) => {
      const { method = '', url: target = '' } = message;
      calls.push({ method, target });
      const {
        status,
        headers = {},
        body: answer,
      } = answerTo(method, new URL(target, endpoint), message.headers.authorization, body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(answer ?? {}));
    });
  });
  const { port, stop } = await listen(server);
  endpoint = `https://localhost:${String(port)}`;
  return { endpoint, incidents, properties, calls, answerAll: (answer) => void (all = answer), stop };
}

function incidentOf(properties: Readonly<Record<string, unknown>> = {}): ArmAnswer {
  const fresh = { status: 'New', owner: { assignedTo: null, email: null }, lastModifiedTimeUtc: MADE_AT };
  return { status: 200, body: { properties: { ...fresh, ...properties } } };
}

function put(comments: Map<string, string>, id: string, body: string): ArmAnswer {
  const { properties } = JSON.parse(body) as { readonly properties?: { readonly message?: unknown } };
  if (typeof properties?.message !== 'string') return failed(400, 'InvalidRequest');
  const isNew = !comments.has(id);
  comments.set(id, properties.message);
  return { status: isNew ? 201 : 200, body: { name: id, properties } };
}

function page(
  comments: ReadonlyMap<string, string>,
  writtenAt: ReadonlyMap<string, string>,
  url: URL,
): ArmAnswer {
  const from = Number(url.searchParams.get('$skipToken') ?? '0');
  const value = [...comments].slice(from, from + ON_A_PAGE);
  const next = new URL(url);
  next.searchParams.set('$skipToken', String(from + ON_A_PAGE));
  return {
    status: 200,
    body: {
      value: value.map(([name, message]) => ({
        name,
        properties: { message, createdTimeUtc: MADE_AT, lastModifiedTimeUtc: writtenAt.get(name) ?? MADE_AT },
      })),
      ...(from + ON_A_PAGE < comments.size && { nextLink: next.href }),
    },
  };
}

function failed(status: number, code: string): ArmAnswer {
  return { status, body: { error: { code, message: 'See the code.' } } };
}
