import type { HttpFunctionOptions, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { ApiAnswer } from '../shared/api/answer';
import { done, problem, problemDocument, problems } from '../shared/api/answer';
import type { Endpoint, EndpointName } from '../shared/api/endpoints';
import { endpoints } from '../shared/api/endpoints';
import { isOfAnotherOrigin } from '../shared/api/other-origin';
import type { Caller } from '../shared/core/caller';
import type { Gate } from '../shared/app/admit-caller';
import { admitCaller } from '../shared/app/admit-caller';
import { Unavailable } from '../shared/ports/unavailable';

/** A call of somebody who was let in. */
export interface Call {
  readonly caller: Caller;
  readonly request: HttpRequest;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers calls of one operation. */
export type AnswerCall = (call: Call) => Promise<ApiAnswer>;

/** The operations that need a proven caller. */
export type ProvenEndpoint = Exclude<EndpointName, 'openApi'>;
export type CallsNamed<Names extends ProvenEndpoint> = Readonly<Record<Names, AnswerCall>>;

const RETRY_AFTER_S = 15;
/** No answer is stored or taken for something else; there is no header that would let another origin read it. */
const HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

/** Loads how calls are answered, when the first one comes. */
export type LoadAnswers = () => Promise<Readonly<Record<ProvenEndpoint, AnswerCall>>>;

/** The functions of the API. The host admits everybody to them: the app itself proves each caller. */
export function apiFunctions(
  gate: Gate,
  load: LoadAnswers,
): Readonly<Record<EndpointName, HttpFunctionOptions>> {
  const proven = (name: ProvenEndpoint): HttpFunctionOptions => ({
    ...registered(endpoints[name]),
    handler: (request, context) => serve(gate, { name, load }, request, context),
  });
  return {
    createRequest: proven('createRequest'),
    readRequest: proven('readRequest'),
    readHistory: proven('readHistory'),
    previewMessage: proven('previewMessage'),
    listOutcomes: proven('listOutcomes'),
    listApprovals: proven('listApprovals'),
    decideApproval: proven('decideApproval'),
    decideApprovals: proven('decideApprovals'),
    listContainments: proven('listContainments'),
    restoreContained: proven('restoreContained'),
    giveUpContained: proven('giveUpContained'),
    readStatus: proven('readStatus'),
    stopRevocations: proven('stopRevocations'),
    resumeRevocations: proven('resumeRevocations'),
    listQuarantine: proven('listQuarantine'),
    readOriginal: proven('readOriginal'),
    settleOriginal: proven('settleOriginal'),
    healthDetails: proven('healthDetails'),
    openApi: { ...registered(endpoints.openApi), handler: describing() },
  };
}

/** Makes the description with the first call, and once. */
function describing(): () => Promise<HttpResponseInit> {
  let made: Promise<HttpResponseInit> | undefined;
  const make = async (): Promise<HttpResponseInit> => {
    const { openApiDocument } = await import('../shared/api/openapi.js');
    return respond(done(openApiDocument()));
  };
  return () => (made ??= make());
}

function registered({ method, route }: Endpoint): Omit<HttpFunctionOptions, 'handler'> {
  return { methods: [method], route, authLevel: 'anonymous' };
}

async function serve(
  gate: Gate,
  { name, load }: { readonly name: ProvenEndpoint; readonly load: LoadAnswers },
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  const headers = Object.fromEntries(request.headers.entries());
  const answered = await orUnavailable(async () => {
    if (request.method === 'POST' && isOfAnotherOrigin(headers)) {
      return problem('crossOrigin', 'Pages of other origins may not call this.');
    }
    const admitted = await admitCaller(gate, headers['authorization'], endpoints[name]);
    if (admitted.kind === 'problem') return admitted;
    const { caller } = admitted;
    const { [name]: answer } = await load();
    const result = await answer({ caller, request, headers });
    context.info(`${name} ${outcomeOf(result)} caller=${caller.objectId} kind=${caller.kind}`);
    return result;
  });
  if (answered.kind === 'problem') context.warn(`${name} problem=${answered.code}`);
  return respond(answered);
}

function outcomeOf(answer: ApiAnswer): string {
  return answer.kind === 'problem' ? answer.code : String(answer.status);
}

async function orUnavailable(answer: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await answer();
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    return problem('unavailable', `${failure.message} Call again later.`, { retryAfterS: RETRY_AFTER_S });
  }
}

/** The answer over HTTP. */
export function respond(answer: ApiAnswer): HttpResponseInit {
  if (answer.kind === 'done') {
    const { status, body, location } = answer;
    const headers = { ...HEADERS, 'Content-Type': 'application/json' };
    return {
      status,
      headers: location === undefined ? headers : { ...headers, Location: location },
      body: JSON.stringify(body),
    };
  }
  const { code, retryAfterS, reason, authenticate } = answer;
  return {
    status: problems[code].status,
    headers: {
      ...HEADERS,
      'Content-Type': 'application/problem+json',
      ...(retryAfterS !== undefined && { 'Retry-After': String(retryAfterS) }),
      ...(code === 'unproven' && { 'WWW-Authenticate': challenge(reason) }),
      ...(authenticate !== undefined && { 'WWW-Authenticate': authenticate }),
    },
    body: JSON.stringify(problemDocument(answer)),
  };
}

/** What a caller must prove (RFC 6750, section 3): without a token there is no error to name. */
function challenge(reason: string | undefined): string {
  return reason === undefined ? 'Bearer' : `Bearer error="invalid_token", error_description="${reason}"`;
}
