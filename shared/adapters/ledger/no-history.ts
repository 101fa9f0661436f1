import type { OutcomeHistory } from '../../ports/ledger';

/** For an app without an API: nobody asks for the history. */
export const noHistory: OutcomeHistory = {
  note: () => undefined,
  accept: () => Promise.resolve(),
  ofUser: () => Promise.resolve({ keys: [] }),
  ofRequest: () => Promise.resolve(undefined),
  ofAll: () => Promise.resolve({ keys: [] }),
  write: () => Promise.resolve(),
};
