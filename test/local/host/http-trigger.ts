import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../listen';
import type { Binding, CoreApi, RegisteredFunction, RpcHttpResponse } from './core-api';

/** Where a host's HTTP functions are reached. */
export interface HttpEndpoint {
  readonly origin: string;
  /** What `x-functions-key` must be for functions with the authorisation level `function`. */
  readonly key: string;
  stop(): Promise<void>;
}

/** The host itself refuses more than 210 MB ("host.json", http); here a body need not be nearly so large. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Serves functions over HTTP on the loopback, below `/api`, with the key that the platform would have made. */
export async function startHttpTriggers(
  api: CoreApi,
  functions: readonly RegisteredFunction[],
  log: (level: string, message: string) => void,
): Promise<HttpEndpoint> {
  const key = randomUUID();
  const server = createServer((message, response) => {
    serve(api, functions, { message, key, log }).then(
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
  const found = functions.find(
    ({ metadata }) => `/api/${bindingOf(metadata.bindings).route ?? metadata.name}` === url.pathname,
  );
  if (!found) return { statusCode: '404' };
  const { metadata, callback } = found;
  const binding = bindingOf(metadata.bindings);
  if (!binding.methods?.includes(message.method ?? '')) return { statusCode: '405' };
  if (binding.authLevel !== 'anonymous' && !isKey(message, url, key)) return { statusCode: '401' };
  const body = await buffer(message);
  if (body.length > MOST_BYTES) return { statusCode: '413' };
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, value?.toString() ?? '']),
  );
  const http = {
    method: message.method ?? '',
    url: url.href,
    headers,
    params: {},
    query: Object.fromEntries(url.searchParams),
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

function bindingOf(bindings: Readonly<Record<string, Binding>>): Binding & { readonly name: string } {
  const found = Object.entries(bindings).find(([, { type }]) => type === 'httpTrigger');
  if (!found) throw new Error('No HTTP trigger.');
  return { ...found[1], name: found[0] };
}

function isKey(message: IncomingMessage, url: URL, key: string): boolean {
  const given = Buffer.from(
    message.headers['x-functions-key']?.toString() ?? url.searchParams.get('code') ?? '',
  );
  return given.length === key.length && timingSafeEqual(given, Buffer.from(key));
}

function respond(response: ServerResponse, { statusCode, headers = {}, body }: RpcHttpResponse): void {
  response.writeHead(Number(statusCode), headers).end(body?.bytes ?? body?.string);
}
