import * as z from 'zod';
import { roles } from '../../api/roles';
import type { ApiFailure } from './api-failure';
import { roleRemedy } from './role-remedy';

const LOOK = 'Look at the profile: session-revoker use.';

/** A problem of the API for the person at the terminal: what is wrong first, and what to do last. */
export function apiFailureText({ code, status, detail, retryAfterS }: ApiFailure): string {
  const text = sentence(detail);
  switch (code) {
    case 'unproven':
      return `${text} ${detail.includes('(audience)') || detail.includes('(tenant)') ? LOOK : 'Sign in again: az login.'}`;
    case 'stale':
      return `${text} With the Azure CLI: az logout, then az login.`;
    case 'noRole': {
      const role = Object.values(roles).find((one) => detail.includes(one));
      return `${text} ${roleRemedy(role)}`;
    }
    case 'rateLimited':
      return `${text} Try again in ${String(retryAfterS ?? 60)} s.`;
    case 'unavailable':
      return `${text} Try again${retryAfterS === undefined ? ' later' : ` in ${String(retryAfterS)} s`}; session-revoker doctor says what is wrong.`;
    case 'unknown':
      return status >= 500 ? `${text} Try again later.` : `${text} ${LOOK}`;
    default:
      return text;
  }
}

function sentence(detail: string): string {
  const first = `${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}`;
  return /[.!?)]$/.test(first) ? first : `${first}.`;
}

const failed = z.looseObject({
  cause: z.looseObject({ code: z.string().optional(), message: z.string().optional() }),
});

/** What a call says whose host cannot be reached, or sends it elsewhere, or answers what is not known. */
export function networkText(error: unknown): string | undefined {
  if (error instanceof z.ZodError) {
    const path = error.issues[0]?.path.join('.') ?? '';
    return `The answer cannot be read by this version of the command line${path === '' ? '' : ` (${path})`}. ${LOOK}`;
  }
  if (!(error instanceof TypeError)) return undefined;
  const { code, message } = failed.safeParse(error).data?.cause ?? {};
  if (message === 'unexpected redirect')
    return `The address leads to another one, to which no token is sent. ${LOOK}`;
  return code === undefined ? undefined : `The app cannot be reached (${code}). ${LOOK}`;
}
