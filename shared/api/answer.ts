import { compact } from '../core/compact';
import type { Issue } from '../core/outcome';

/** Every kind of problem; a closed set that callers may rely on. */
export const problems = {
  invalid: { status: 400, title: 'The request is not valid.' },
  unproven: { status: 401, title: 'The caller is not proven.' },
  stale: { status: 401, title: 'The caller must sign in again.' },
  crossOrigin: { status: 403, title: 'The call comes from a page of another origin.' },
  noRole: { status: 403, title: 'The caller may not do this.' },
  notAllowed: { status: 403, title: 'This person may not do this.' },
  notFound: { status: 404, title: 'There is no such thing.' },
  decided: { status: 409, title: 'It was decided already.' },
  changed: { status: 409, title: 'It has changed.' },
  notPossible: { status: 409, title: 'Its state does not allow this.' },
  lengthRequired: { status: 411, title: 'The body has no Content-Length.' },
  tooLarge: { status: 413, title: 'The body is too large.' },
  unsupportedType: { status: 415, title: 'The body is not JSON.' },
  rateLimited: { status: 429, title: 'The caller has called too often.' },
  unavailable: { status: 503, title: 'It cannot be answered now.' },
} as const;

export type ProblemCode = keyof typeof problems;

/** How the API answers. */
export type ApiAnswer =
  | {
      readonly kind: 'done';
      readonly status: 200 | 202 | 503;
      readonly body: object;
      /** Where what was asked for is found. */
      readonly location?: string;
    }
  | ApiProblem;

export interface ApiProblem {
  readonly kind: 'problem';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly issues?: readonly Issue[];
  /** In seconds. */
  readonly retryAfterS?: number;
  /** Of an unproven caller who has sent a token: why it proves nobody. */
  readonly reason?: string;
  /** How a caller signs in again: the header `WWW-Authenticate`. */
  readonly authenticate?: string;
}

/** An answer with a body. */
export function done(body: object): ApiAnswer {
  return { kind: 'done', status: 200, body };
}

export function problem(
  code: ProblemCode,
  detail: string,
  further: Pick<ApiProblem, 'issues' | 'retryAfterS' | 'reason' | 'authenticate'> = {},
): ApiProblem {
  return { kind: 'problem', code, detail, ...further };
}

/** A problem as the body of an answer (RFC 9457). */
export function problemDocument({ code, detail, issues, reason }: ApiProblem): object {
  const { status, title } = problems[code];
  return compact({ type: `urn:session-revoker:problem:${code}`, title, status, detail, reason, issues });
}
