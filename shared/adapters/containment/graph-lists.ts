import * as z from 'zod';
import type { BackendFailure } from '../../core/backend-failure';
import { detail } from '../../core/detail';
import type { CallRecord } from '../../core/revocation';
import type { RevocationCall } from '../../ports/revoker';
import type { GraphCall, GraphClient } from '../graph/graph-client';

/** With Graph's 100 items a page, more than a user has. Pages that do not end are not followed further. */
const MAX_PAGES = 20;

/** On whose behalf calls are made; empty for a preview, which has no lease and no share. */
export type OnBehalf = Partial<Pick<RevocationCall, 'mayCall' | 'share' | 'lane' | 'maxTurnMs'>>;

export type List<Item> =
  | { readonly kind: 'read'; readonly items: readonly Item[] }
  | { readonly kind: 'failed'; readonly failure: BackendFailure; readonly record: CallRecord };

/** A list to read: the call for its first page, what its items look like, and what an error calls them. */
export interface ListCall<Item> extends Omit<GraphCall, 'method'> {
  readonly item: z.ZodType<Item>;
  readonly what: string;
}

/** The id of an item, as a segment of a path: `..` would lead to what is above it, also percent-encoded (WHATWG URL, "double-dot"). */
export const itemId = z.string().regex(/[^.]/);

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/**
 * Reads all pages of a list ("Paging Microsoft Graph data"). A list that does not end, or has an item that is not one, fails
 * as a whole: what a step removes may depend on every item.
 */
export async function readList<Item>(
  graph: GraphClient,
  { item, what, permission, ...call }: ListCall<Item>,
): Promise<List<Item>> {
  const items: Item[] = [];
  const record = { attempts: 0, requestIds: [] as string[] };
  const failed = (failure: BackendFailure): List<Item> => ({ kind: 'failed', failure, record });
  const [path = ''] = call.path.split('?');
  let query = call.path.slice(path.length);
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await graph({ method: 'GET', ...call, permission, path: `${path}${query}` });
    record.attempts += answer.record.attempts;
    record.requestIds.push(...answer.record.requestIds);
    if (answer.kind === 'failed') return failed(answer.failure);
    if (answer.kind === 'notFound') return failed({ kind: 'userGone', detail: detail('graphLostUser') });
    const parsed = page.safeParse(answer.body);
    const found = z.array(item).safeParse(parsed.data?.value);
    if (!parsed.success || !found.success) break;
    items.push(...found.data);
    const next = parsed.data['@odata.nextLink'];
    if (next === undefined || next === null) return { kind: 'read', items };
    // Of the link only the query counts: the token goes to the configured host, and this path alone is read.
    query = URL.parse(next)?.search ?? '';
  }
  return failed(notAList(what));
}

/** The failure of a list that is not what was asked for. */
export function notAList(what: string): BackendFailure {
  return { kind: 'notDone', detail: detail('graphNotAList', { what }) };
}
