import type { OriginalStore } from '../../ports/original-store';

/** Where no store is configured, nothing is found. */
export const noOriginals: Pick<OriginalStore, 'find'> = { find: () => Promise.resolve(undefined) };
