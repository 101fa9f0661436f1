import * as z from 'zod';
import type { ProblemCode } from '../../api/answer';
import { problems } from '../../api/answer';
import { schemas } from '../../api/schemas';
import type { Failure } from '../failure';
import type { Session } from './session';

/** The answer to a call: what was asked for, or why there is none. */
export type Answer<T> =
  | { readonly kind: 'done'; readonly status: number; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Calls the API in the name of the person. Calls that are answered by a problem, or by nothing, fail as values. */
export async function callApi<T>(
  session: Session,
  { path, schema, body }: { readonly path: string; readonly schema: z.ZodType<T>; readonly body?: object },
): Promise<Answer<T>> {
  try {
    const token = await session.token();
    if (token === undefined) return failed({ code: 'unproven' });
    const response = await fetch(path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      credentials: 'omit',
      cache: 'no-store',
    });
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith('application/problem+json')) return failed(await failureOf(response));
    const read = schema.safeParse(await response.json());
    return read.success
      ? { kind: 'done', status: response.status, value: read.data }
      : failed({ code: 'unexpected', detail: z.prettifyError(read.error) });
  } catch {
    return failed({ code: 'offline' });
  }
}

function failed(failure: Failure): { readonly kind: 'failed'; readonly failure: Failure } {
  return { kind: 'failed', failure };
}

async function failureOf(response: Response): Promise<Failure> {
  const read = schemas.Problem.safeParse(await response.json());
  if (!read.success) return { code: 'unexpected' };
  const claims = claimsOf(response.headers.get('www-authenticate') ?? '');
  return { ...failureOfProblem(read.data), ...(claims !== undefined && { claims }) };
}

/** A problem as the page knows it. */
export function failureOfProblem({ type, detail }: z.output<typeof schemas.Problem>): Failure {
  const role = /Revocation\.\w+/.exec(detail)?.[0];
  return { code: codeOf(type.replace(/^.*:/, '')), detail, ...(role !== undefined && { role }) };
}

function codeOf(name: string): ProblemCode | 'unexpected' {
  return isCode(name) ? name : 'unexpected';
}

function isCode(name: string): name is ProblemCode {
  return Object.hasOwn(problems, name);
}

/** The claims of a challenge, as Entra ID writes it. */
function claimsOf(challenge: string): string | undefined {
  const encoded = /\bclaims="([A-Za-z0-9+/=_-]+)"/.exec(challenge)?.[1];
  return encoded === undefined ? undefined : atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
}
