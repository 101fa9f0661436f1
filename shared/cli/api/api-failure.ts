import * as z from 'zod';

/** A problem that the API has answered (RFC 9457), or an answer that is not one of the API. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** The code of a problem; `unknown` for an answer of something else. */
  readonly code: string;
  readonly status: number;
  /** A sentence. */
  readonly detail: string;
  readonly retryAfterS: number | undefined;

  constructor(code: string, status: number, detail: string, retryAfterS?: number) {
    super(detail);
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.retryAfterS = retryAfterS;
  }
}

const problem = z.looseObject({
  type: z.string(),
  detail: z.string().default(''),
  title: z.string().default(''),
  reason: z.string().optional(),
  issues: z.array(z.looseObject({ path: z.string(), message: z.string() })).optional(),
});

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** The failure that an answer states. */
export function failureOf({ status, body, headers }: Answer): ApiFailure {
  const { data } = problem.safeParse(body);
  if (!data) return new ApiFailure('unknown', status, notOfTheApi(status));
  const { type, title, detail, reason, issues = [] } = data;
  const wrong = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const why = [detail || title, reason && `(${reason})`, wrong].filter(Boolean).join(' ');
  return new ApiFailure(type.split(':').at(-1) ?? 'unknown', status, why, retryAfterOf(headers));
}

/** The detail of a problem within an answer, as of one decision of many. */
export function problemText(body: unknown): string {
  const { title = '', detail = '' } = problem.safeParse(body).data ?? {};
  return [detail, title].find((text) => text !== '') ?? 'The app gave no reason.';
}

function notOfTheApi(status: number): string {
  return status === 404
    ? 'The address does not lead to the API of the app: API_AUDIENCE is not set there, or the app is an earlier version.'
    : `The address has answered ${String(status)} with something that is not of the API.`;
}

function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

const challenge = /error="insufficient_claims".*?claims="([^"]+)"/;

/** The claims that a fresh sign-in must have, as text of JSON. */
export function claimsOf({ headers }: Pick<Answer, 'headers'>): string | undefined {
  const encoded = challenge.exec(headers.get('www-authenticate') ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}
