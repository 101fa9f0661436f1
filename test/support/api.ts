import type { HttpFunctionOptions } from '@azure/functions';
import { HttpRequest, HttpResponse, InvocationContext } from '@azure/functions';
import { answerCalls } from '../../functions/answer-calls';
import { apiFunctions } from '../../functions/api';
import { previewLedger } from '../../shared/adapters/ledger/preview-ledger';
import { roles } from '../../shared/api/roles';
import { callerLimit } from '../../shared/app/caller-limit';
import { processMessage } from '../../shared/app/process-message';
import type { Caller } from '../../shared/core/caller';
import type { Policy } from '../../shared/core/policy';
import { readHistory } from '../../shared/messages/message-history';
import type { NewMessage } from '../../shared/ports/request-queue';
import { inMemoryAccessTokens } from '../twins/in-memory-access-tokens';
import { appOfTwins, members } from './app';
import { NOW, TENANT_ID } from './builders';
import { undescribed } from './described-answer';

const APPLICATION = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const PLAYBOOK = '9f0a6c7e-0f52-4a9b-8b3c-5a2f1c0d9e11';

/** A person of the tenant, proven by a token, with roles. */
export function aPerson(name: string, ...own: (keyof typeof roles)[]): Caller {
  const userPrincipalName = `${name}@contoso.com`;
  const objectId = members.find((member) => member.userPrincipalName === userPrincipalName)?.id ?? '';
  return {
    kind: 'person',
    tenantId: TENANT_ID,
    objectId,
    applicationId: APPLICATION,
    userPrincipalName,
    roles: own.map((role) => roles[role]),
    signedInAt: NOW,
    authenticationContexts: [],
  };
}

/** An application that acts for itself, with roles. */
export function anApplication(...own: (keyof typeof roles)[]): Caller {
  return {
    kind: 'application',
    tenantId: TENANT_ID,
    objectId: '3f1f2f77-9a0a-4b1c-8c1d-0e8f7a6b5c4d',
    applicationId: PLAYBOOK,
    roles: own.map((role) => roles[role]),
    authenticationContexts: [],
  };
}

/** The callers of most tests, by their tokens. */
export const callers = {
  analyst: aPerson('soc', 'read', 'request'),
  approver: aPerson('lead', 'read', 'approve'),
  everything: aPerson('other', 'read', 'request', 'approve', 'operate'),
  nothing: aPerson('x'),
  playbook: anApplication('read', 'request', 'approve', 'operate'),
} as const;

/** What a test sends. */
export interface Sent {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The app of twins with its API, which tests call as the host would; changed as the test wants. */
export function apiOfTwins(
  policy: Partial<Policy> = {},
  known: Readonly<Record<string, Caller>> = callers,
  changed: (side: ReturnType<typeof appOfTwins>) => Partial<ReturnType<typeof appOfTwins>> = () => ({}),
) {
  const twins = appOfTwins(policy);
  const side = { ...twins, ...changed(twins) };
  const { dependencies, clock, requestQueue, quarantine, switchStore } = side;
  const gate = { accessTokens: inMemoryAccessTokens(known), callerLimit: callerLimit(clock) };
  const answers = answerCalls({
    app: dependencies,
    receiving: { ...dependencies, intakeQueue: requestQueue, senders: [] },
    previewing: () => ({ ...dependencies, ledger: previewLedger(dependencies.ledger) }),
    authorizationUri: 'https://login.example/tenant/oauth2/v2.0/authorize',
    quarantine,
    replayQueue: requestQueue,
    switchStore,
    version: '1.2.3',
    quotaUse: () => undefined,
    check: () => Promise.resolve([{ name: 'ledger', status: 'ok', detail: 'It answers.' }]),
    checkTenant: (tenant) => Promise.resolve([{ name: tenant, status: 'failed', detail: 'No consent.' }]),
  });
  const functions = apiFunctions(gate, () => Promise.resolve(answers));
  const call = (method: 'GET' | 'POST', path: string, sent: Sent = {}): Promise<Answered> =>
    callFunction(Object.values(functions), method, path, sent);
  let delivered = 0;
  /** Has the app process what is on its queue, as a queue to which only the app sends. */
  const drain = async (): Promise<void> => {
    for (const message of requestQueue.sent.slice(delivered)) {
      delivered++;
      await processMessage(dependencies, messageFrom(message, clock.now()));
    }
  };
  return { ...side, functions, call, drain };
}

function messageFrom({ id, body, contentType, properties }: NewMessage, now: Date) {
  const history = readHistory({ messageId: id, enqueuedAt: now.toISOString() }, properties, 'own');
  return { body, contentType, properties, history };
}

async function callFunction(
  functions: readonly HttpFunctionOptions[],
  method: string,
  path: string,
  { token, body, headers = {} }: Sent,
): Promise<Answered> {
  const url = new URL(`https://app.example/api/${path}`);
  const steps = url.pathname.split('/').slice(2);
  const found = functions.flatMap((options) => {
    const params = options.methods?.includes(method as 'GET') && paramsOf(options.route ?? '', steps);
    return params ? [{ options, params }] : [];
  });
  const [one] = found;
  if (!one || found.length > 1) throw new Error(`${String(found.length)} functions serve ${method} ${path}.`);
  const request = new HttpRequest({
    url: url.href,
    method,
    params: one.params,
    query: Object.fromEntries(url.searchParams),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: { string: typeof body === 'string' ? body : JSON.stringify(body) } }),
  });
  const context = new InvocationContext({ logHandler: () => undefined });
  const response = new HttpResponse(await one.options.handler(request, context));
  const answer = JSON.parse(await response.text()) as Record<string, unknown>;
  const { status, headers: answered } = response;
  const about = { method, route: one.options.route ?? '', status };
  const wrong = undescribed(about, answered.get('content-type') ?? '', answer);
  if (wrong !== undefined) throw new Error(`An answer is not as the API describes it: ${wrong}`);
  return { status, headers: new Headers([...answered.entries()]), body: answer };
}

/** The values of a route's parameters as the host passes them on: decoded, but for slashes. */
function paramsOf(route: string, steps: readonly string[]): Record<string, string> | undefined {
  const parts = route.split('/');
  if (parts.length !== steps.length) return undefined;
  const params: Record<string, string> = {};
  for (const [n, part] of parts.entries()) {
    const step = steps[n] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== step) return undefined;
    if (name !== undefined) params[name] = decodeURIComponent(step.replaceAll(/%2f/gi, '%252F'));
  }
  return params;
}
