import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../listen';
import type { Binding, CoreApi, RegisteredFunction, RpcHttpResponse } from './core-api';
import type { Invocations } from './invocations';

/** The address and the key of a host's HTTP functions. */
export interface HttpEndpoint {
  readonly origin: string;
  /** The value of `x-functions-key` for functions with the authorization level `function`. */
  readonly key: string;
  stop(): Promise<void>;
}

/** The real host's limit is 210 MB ("host.json", http); this host needs less. */
const MAX_BYTES = 10 * 1024 * 1024;

/** Serves functions over HTTP on the loopback, below `/api`, with a new key. */
export async function startHttpTriggers(
  api: CoreApi,
  functions: readonly RegisteredFunction[],
  {
    invocations,
    log,
  }: { readonly invocations: Invocations; readonly log: (level: string, message: string) => void },
): Promise<HttpEndpoint> {
  const key = randomUUID();
  const server = createServer((message, response) => {
    invocations.count(serve(api, functions, { message, key, log })).then(
      (answer) => respond(response, answer),
      (error: unknown) => {
        log('error', String(error));
        respond(response, { statusCode: '500' });
      },
    );
  });
  const { port, stop } = await listen(server);
  return { origin: `http://127.0.0.1:${String(port)}`, key, stop };
}

async function serve(
  api: CoreApi,
  functions: readonly RegisteredFunction[],
  {
    message,
    key,
    log,
  }: {
    readonly message: IncomingMessage;
    readonly key: string;
    readonly log: (level: string, message: string) => void;
  },
): Promise<RpcHttpResponse> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const found = routed(functions, message.method ?? '', url.pathname);
  if (!found) return { statusCode: '404' };
  const { metadata, callback, params } = found;
  const binding = bindingOf(metadata.bindings);
  if (binding.authLevel !== 'anonymous' && !isKey(message, url, key)) return { statusCode: '401' };
  const sent = await bodyInTime(message);
  if (!sent) return { statusCode: '408' };
  if (sent.length > MAX_BYTES) return { statusCode: '413' };
  // The host passes a body on by its Content-Length: one that comes in chunks arrives empty.
  const body = message.headers['transfer-encoding'] === undefined ? sent : Buffer.alloc(0);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, value?.toString() ?? '']),
  );
  const http = {
    method: message.method ?? '',
    url: url.href,
    headers,
    params,
    query: queryOf(url),
    body: { bytes: body },
  };
  const answer = await api.invoke(
    {
      invocationId: randomUUID(),
      metadata,
      state: 'invocation',
      request: {
        inputData: [{ name: binding.name, data: { http } }],
        triggerMetadata: {},
        traceContext: { traceParent: '', traceState: '', attributes: {} },
      },
      log: (level, category, text) => {
        if (category === 'user') log(level, `${metadata.name}: ${text}`);
      },
    },
    callback,
  );
  return answer ?? { statusCode: '204' };
}

/** The function that serves a method on a path, and the values of its route's parameters. */
function routed(
  functions: readonly RegisteredFunction[],
  method: string,
  pathname: string,
): (RegisteredFunction & { readonly params: Readonly<Record<string, string>> }) | undefined {
  for (const registered of functions) {
    const { metadata } = registered;
    const { route = metadata.name, methods } = bindingOf(metadata.bindings);
    if (!methods?.includes(method)) continue;
    const params = matchRoute(route.split('/'), pathname.split('/').slice(2));
    if (pathname.startsWith('/api/') && params) return { ...registered, params };
  }
  return undefined;
}

/** `{name}` matches one step of a path, `{name?}` one or none ("Azure Functions HTTP trigger", route constraints). */
function matchRoute(
  route: readonly string[],
  steps: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (steps.length > route.length) return undefined;
  const params: Record<string, string> = {};
  for (const [n, part] of route.entries()) {
    const step = steps[n];
    const [, name, optional] = /^\{(\w+)(\?)?\}$/.exec(part) ?? [];
    if (name === undefined ? step !== part : step === undefined && optional === undefined) return undefined;
    if (name !== undefined && step !== undefined) params[name] = decodeURIComponent(step);
  }
  return params;
}

/** The platform's server aborts a body that is slower than this after a grace period (Kestrel limits). */
const MIN_BYTES_PER_SECOND = 240;
const GRACE_MS = 5_000;

/** Reads the body; undefined when it comes too slowly, so that no sender can block a function. */
async function bodyInTime(message: IncomingMessage): Promise<Buffer | undefined> {
  const startedAt = performance.now();
  let bytes = 0;
  message.on('data', (chunk: Buffer) => (bytes += chunk.length));
  const tooSlow = new AbortController();
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > GRACE_MS && bytes < (elapsedMs / 1000) * MIN_BYTES_PER_SECOND) tooSlow.abort();
  }, 500);
  const aborted = new Promise<undefined>((resolve) => {
    tooSlow.signal.addEventListener('abort', () => resolve(undefined));
  });
  try {
    return await Promise.race([buffer(message), aborted]);
  } finally {
    clearInterval(timer);
  }
}

function bindingOf(bindings: Readonly<Record<string, Binding>>): Binding & { readonly name: string } {
  const found = Object.entries(bindings).find(([, { type }]) => type === 'httpTrigger');
  if (!found) throw new Error('No HTTP trigger.');
  return { ...found[1], name: found[0] };
}

/** The query as the host passes it on: the values of one name, in whatever case, are joined by commas. */
function queryOf({ searchParams }: URL): Record<string, string> {
  const names = new Map([...searchParams.keys()].toReversed().map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries([...names].map(([key, name]) => [name, valuesOf(searchParams, key).join(',')]));
}

function valuesOf(searchParams: URLSearchParams, key: string): readonly string[] {
  return [...searchParams].filter(([name]) => name.toLowerCase() === key).map(([, value]) => value);
}

/** The host compares the first of several values. */
function isKey(message: IncomingMessage, { searchParams }: URL, key: string): boolean {
  const [first = valuesOf(searchParams, 'code')[0] ?? ''] = message.headersDistinct['x-functions-key'] ?? [];
  const given = Buffer.from(first);
  return given.length === key.length && timingSafeEqual(given, Buffer.from(key));
}

function respond(response: ServerResponse, { statusCode, headers = {}, body }: RpcHttpResponse): void {
  // After a partial body the connection cannot be used for another request.
  const ending = statusCode === '408' ? { connection: 'close' } : {};
  response.writeHead(Number(statusCode), { ...headers, ...ending }).end(body?.bytes ?? body?.string);
}
