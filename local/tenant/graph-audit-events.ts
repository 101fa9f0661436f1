import type { StoredAuditEvent } from './account-items';
import type { GraphRequest, GraphResponse } from './graph-message';
import { failure } from './graph-message';

/** Few, so that a list with several pages is short. */
export const ITEMS_PER_PAGE = 3;

const FILTER =
  /^activityDateTime ge (\S+) and (?:targetResources\/any\(t:t\/id eq '([^']+)'\)|initiatedBy\/user\/id eq '([^']+)')$/;

/** Answers a query of the audit log by a time, and by whom an event is about or whose act it was. */
export function auditEvents(events: readonly StoredAuditEvent[], request: GraphRequest): GraphResponse {
  const filter = FILTER.exec(request.url.searchParams.get('$filter') ?? '');
  if (!filter) return failure(400, 'BadRequest', 'Unsupported or invalid query filter clause.');
  const [, since = '', target, initiator] = filter;
  const found = events.filter(
    ({ activityDateTime, targetResources, initiatedBy }) =>
      Date.parse(activityDateTime) >= Date.parse(since) &&
      (target === undefined
        ? initiatedBy.user.id === initiator
        : targetResources.some(({ id }) => id === target)),
  );
  return page(request, found);
}

/** One page of a list ("Paging Microsoft Graph data"). The link keeps the query that the list was asked by. */
export function page({ url }: GraphRequest, items: readonly unknown[]): GraphResponse {
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  const to = from + ITEMS_PER_PAGE;
  const value = items.slice(from, to);
  if (to >= items.length) return { status: 200, body: { value } };
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(to));
  return { status: 200, body: { value, '@odata.nextLink': next.href } };
}
