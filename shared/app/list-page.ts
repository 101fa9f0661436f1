import type { ApiAnswer } from '../api/answer';
import { done } from '../api/answer';
import type { PublishedOutcome } from '../messages/published-outcome';

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

/** How one outcome of a list is written. */
export type WriteOutcome = (outcome: PublishedOutcome) => object;

/** The part of a list of outcomes that was asked for; `write` absent: each as it was published. */
export interface OutcomesAsked extends ListAsked {
  readonly write?: WriteOutcome | undefined;
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

/** The answer with a page of a list of outcomes. */
export function outcomesPage(
  further: object,
  outcomes: readonly PublishedOutcome[],
  next: string | undefined,
  { linkTo, write = (outcome) => outcome }: OutcomesAsked,
): ApiAnswer {
  return pageOf(
    further,
    outcomes.map((outcome) => write(outcome)),
    next,
    linkTo,
  );
}
