import type { OutcomeItem } from '../api/schemas';

/** A page that is open for days begins again at so many outcomes. */
const MAX_SHOWN = 1000;

/** Outcomes, the newest first, and where those after them are. */
export interface OutcomePage {
  readonly value: OutcomeItem[];
  readonly nextLink?: string | undefined;
}

/** What is shown, and the outcomes that follow it. */
export function withOlder(shown: OutcomePage, older: OutcomePage): OutcomePage {
  return joined(shown, older, older);
}

/** New outcomes before those that are shown. Where a gap may be between them, the new ones alone. */
export function withNewest(shown: OutcomePage, newest: OutcomePage): OutcomePage {
  const ids = new Set(shown.value.map(({ id }) => id));
  const isGap = newest.nextLink !== undefined && !newest.value.some(({ id }) => ids.has(id));
  return isGap || shown.value.length > MAX_SHOWN ? newest : joined(newest, shown, shown);
}

/** The outcomes of two pages, each once; what follows them is what follows `end`. */
function joined(first: OutcomePage, last: OutcomePage, end: OutcomePage): OutcomePage {
  const ids = new Set(first.value.map(({ id }) => id));
  const value = [...first.value, ...last.value.filter(({ id }) => !ids.has(id))];
  const { nextLink } = end;
  return { value, ...(nextLink !== undefined && { nextLink }) };
}
