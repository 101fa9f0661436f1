import type { TenantDirectory } from './directory';
import type { GraphRequest, GraphResponse } from './graph-message';

/** Few, so that a list with several pages is short. */
export const POLICIES_PER_PAGE = 3;

/** Lists the token lifetime policies, page by page ("List tokenLifetimePolicies", "Paging Microsoft Graph data"). */
export function tokenLifetimePolicies(directory: TenantDirectory, { url }: GraphRequest): GraphResponse {
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  const to = from + POLICIES_PER_PAGE;
  const value = directory.tokenLifetimePolicies.slice(from, to).map(({ id, ...policy }) => ({
    id,
    displayName: `Policy ${id}`,
    isOrganizationDefault: false,
    ...policy,
  }));
  const next = `${url.origin}${url.pathname}?$skiptoken=${String(to)}`;
  const isLast = to >= directory.tokenLifetimePolicies.length;
  return { status: 200, body: { value, ...(!isLast && { '@odata.nextLink': next }) } };
}
