import type { RequestRule } from './request-rules';

/** Clocks differ by so much, in ms, and no more. */
const SKEW_MS = 5 * 60_000;

/** What is said to have happened in the future would never grow old, and never be a repetition. */
export const timesArePossible: RequestRule = {
  name: 'times-are-possible',
  objection: ({ request: { alert, requestedAt }, now }) => {
    const times = { 'alert.createdAt': alert?.createdAt, requestedAt };
    const found = Object.entries(times).find(
      ([, time]) => time !== undefined && Date.parse(time) - now.getTime() > SKEW_MS,
    );
    return found && { status: 'rejected', detail: `${found[0]}: ${found[1] ?? ''} is in the future.` };
  },
};
