import type { SentBody } from '../shared/api/read-call';
import type { ListAsked, Page } from '../shared/app/list-page';
import type { Call } from './api';

/** The body of a call, with the headers that say what it is. */
export async function sentBody({ request, headers }: Call): Promise<SentBody> {
  return { bytes: new Uint8Array(await request.arrayBuffer()), headers };
}

/** A page of a list, and how its next page is reached: with the same filters. */
export function asked(path: string, page: Page, filters: Readonly<Record<string, string>> = {}): ListAsked {
  const linkTo = (after: string): string => {
    const query = new URLSearchParams({ ...filters, top: String(page.top), after });
    return `/api/${path}?${query.toString()}`;
  };
  return { page, linkTo };
}
