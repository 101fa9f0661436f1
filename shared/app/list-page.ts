import type { ApiAnswer } from '../api/answer';
import { done } from '../api/answer';

/** A page of a list. */
export interface Page {
  readonly top: number;
  /** Where it begins; absent: at the beginning of the list. */
  readonly after?: string | undefined;
}

/** The part of a list that was asked for, and the link to the next one. */
export interface ListAsked {
  readonly page: Page;
  readonly linkTo: (place: string) => string;
}

/** The answer with a page of a list; `next` is the place where the page after it begins. */
export function pageOf(
  further: object,
  value: readonly object[],
  next: string | undefined,
  linkTo: (place: string) => string,
): ApiAnswer {
  return done({ ...further, value, ...(next !== undefined && { nextLink: linkTo(next) }) });
}
