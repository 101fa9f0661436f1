import type { TenantDirectory } from './directory';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';
import type { StoredSignIn } from './sign-ins';

/** One condition of a filter; conditions are combined by `and`. */
interface Condition {
  readonly pattern: RegExp;
  readonly matches: (signIn: StoredSignIn, value: string) => boolean;
}

const conditions: readonly Condition[] = [
  {
    pattern: /^createdDateTime ge (\S+)$/,
    matches: ({ createdDateTime }, value) => Date.parse(createdDateTime) >= Date.parse(value),
  },
  {
    pattern: /^status\/errorCode eq (\d+)$/,
    matches: ({ errorCode = 0 }, value) => errorCode === Number(value),
  },
  {
    pattern: /^signInEventTypes\/any\(t:t eq '(nonInteractiveUser)'\)$/,
    matches: ({ isInteractive }) => !isInteractive,
  },
  {
    pattern: /^\((userId eq '[^']+'(?: or userId eq '[^']+')*)\)$/,
    matches: ({ userId }, value) => value.split(' or ').includes(`userId eq '${userId}'`),
  },
];

const UNLICENSED = failure(
  403,
  'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
  'Neither tenant is B2C or tenant has premium license.',
);

/** Lists sign-ins, page by page ("List signIns"): in v1.0 interactive ones, in the beta also those that the filter asks for. */
export function signIns({ signIns: log }: TenantDirectory, { url }: GraphRequest, now: Date): GraphResponse {
  if (!log.isLicensed) return UNLICENSED;
  const filters = (url.searchParams.get('$filter') ?? '').split(' and ').filter((text) => text !== '');
  const tests = filters.map((text) => conditions.find(({ pattern }) => pattern.test(text)));
  if (tests.includes(undefined)) return failure(400, 'BadRequest', 'Invalid filter clause.');
  const isBeta = url.pathname.startsWith('/beta/');
  const asksForTypes = filters.some((text) => text.startsWith('signInEventTypes'));
  if (asksForTypes && !isBeta)
    return failure(400, 'BadRequest', `Could not find a property 'signInEventTypes'.`);
  const found = log
    .shown(now)
    .filter((signIn) => asksForTypes || signIn.isInteractive)
    .filter((signIn) =>
      tests.every(
        (test, n) => test?.matches(signIn, test.pattern.exec(filters[n] ?? '')?.[1] ?? '') ?? false,
      ),
    );
  return page(found, url, log.pageSize);
}

function page(found: readonly StoredSignIn[], url: URL, pageSize: number): GraphResponse {
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  const to = from + Number(url.searchParams.get('$top') ?? pageSize);
  const value = found.slice(from, to).map(({ shownAt: _shownAt, errorCode = 0, ...signIn }) => ({
    ...signIn,
    status: { errorCode },
  }));
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(to));
  return { status: 200, body: { value, ...(to < found.length && { '@odata.nextLink': next.href }) } };
}

/** The query of users for their last sign-ins ("signInActivity resource type"). */
export const LAST_SIGN_INS = /^id in \(('[^']+'(?:,'[^']+')*)\)$/;

/** Lists the last success of users. A user who has never signed in has none. */
export function lastSignIns(directory: TenantDirectory, { url }: GraphRequest, now: Date): GraphResponse {
  if (!directory.signIns.isLicensed) return UNLICENSED;
  const [, names = ''] = LAST_SIGN_INS.exec(url.searchParams.get('$filter') ?? '') ?? [];
  const ids = names.split(',').map((name) => name.slice(1, -1).toLowerCase());
  const value = directory.users
    .filter(({ id }) => ids.includes(id))
    .map(({ id }) => {
      const last = directory.signIns
        .shown(now)
        .find((one) => one.userId === id && (one.errorCode ?? 0) === 0);
      const activity = last && {
        lastSuccessfulSignInDateTime: last.createdDateTime,
        lastSuccessfulSignInRequestId: last.id,
      };
      return { id, ...(activity && { signInActivity: activity }) };
    });
  return { status: 200, body: { value } };
}
