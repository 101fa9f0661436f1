import { compact } from '../../core/compact';
import type { Answer } from './api-failure';
import { claimsOf, failureOf } from './api-failure';

/** A call of the API. */
export interface Call {
  readonly method: 'GET' | 'POST';
  /** Below `/api/`, its parts encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** JSON. */
  readonly body?: Uint8Array | object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls of the HTTP API in the name of the person who is signed in. */
export interface ApiClient {
  /** The origin of the app. */
  readonly url: string;
  /**
   * The answer of 200 or 202, or of another status that `also` lists. What must wait (429) is called again when it may.
   *
   * @throws ApiFailure for a problem, and what the sign-in throws
   */
  call(call: Call, also?: readonly number[]): Promise<Answer>;
  /** Every item of a list, page after page. */
  items(path: string, query?: Call['query']): AsyncIterable<unknown>;
  /** An access token of the caller. */
  token(): Promise<string>;
}

export interface ApiConnection {
  /** The origin of the app, without a slash at the end. */
  readonly url: string;
  /** @param claims what a fresh sign-in must have, as text of JSON */
  readonly token: (claims?: string) => Promise<string>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly wait: (ms: number) => Promise<void>;
}

/** A call waits at most so long for its turn, in seconds, and at most so often. */
const MAX_WAIT_S = 60;
const MAX_WAITS = 4;
const MAX_PAGE = '100';

export function apiClient(connection: ApiConnection): ApiClient {
  const call = async (wanted: Call, also: readonly number[] = []): Promise<Answer> => {
    const answer = await answerOf(connection, wanted);
    if (answer.status === 200 || answer.status === 202 || also.includes(answer.status)) return answer;
    throw failureOf(answer);
  };
  return {
    url: connection.url,
    call,
    token: () => connection.token(),
    async *items(path, query = {}) {
      let next: string | undefined = address(connection.url, { path, query: { ...query, top: MAX_PAGE } });
      const seen = new Set<string>();
      while (next !== undefined) {
        if (seen.has(next)) throw new Error('The app has answered a list that leads back to its beginning.');
        seen.add(next);
        const { body } = await call({ method: 'GET', path: pathOf(connection.url, next) });
        const page = pageIn(body);
        yield* page.value;
        next = page.nextLink;
      }
    },
  };
}

/** A token goes to the app alone, whatever address a page names as the next one. */
function pathOf(url: string, link: string): string {
  const prefix = `${url}/api/`;
  const { href } = new URL(link, url);
  if (!href.startsWith(prefix)) throw new Error(`The next page is not of the app: ${href}.`);
  return href.slice(prefix.length);
}

function pageIn(body: unknown): { readonly value: readonly unknown[]; readonly nextLink?: string } {
  const value: unknown =
    typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined;
  if (typeof body !== 'object' || body === null || !Array.isArray(value))
    throw new Error('The app has answered a list without its items.');
  const nextLink = 'nextLink' in body && typeof body.nextLink === 'string' ? body.nextLink : undefined;
  return compact({ value, nextLink });
}

async function answerOf(connection: ApiConnection, call: Call): Promise<Answer> {
  let answer = await send(connection, call, await connection.token());
  const claims = answer.status === 401 ? claimsOf(answer) : undefined;
  if (claims !== undefined) answer = await send(connection, call, await connection.token(claims));
  for (let waits = 0; answer.status === 429 && waits < MAX_WAITS; waits++) {
    const seconds = failureOf(answer).retryAfterS ?? 1;
    if (seconds > MAX_WAIT_S) break;
    await connection.wait(seconds * 1000);
    answer = await send(connection, call, await connection.token());
  }
  return answer;
}

async function send({ url, fetch }: ApiConnection, call: Call, token: string): Promise<Answer> {
  const { method, body, headers } = call;
  const response = await fetch(address(url, call), {
    method,
    // A token is sent to no other host.
    redirect: 'error',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: bytesOf(body) }),
  });
  return { status: response.status, headers: response.headers, body: await bodyOf(response) };
}

function bytesOf(body: Uint8Array | object): Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? new Uint8Array(body) : new TextEncoder().encode(JSON.stringify(body));
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function address(url: string, { path, query = {} }: Pick<Call, 'path' | 'query'>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  const parameters = new URLSearchParams(given).toString();
  return `${url}/api/${path}${parameters === '' ? '' : `?${parameters}`}`;
}
