import type { Connection } from './connection';
import { lists } from './connection';

/** The senders that connections list before a change and none lists after it: they then speak for the home tenant. */
export function freedSenders(before: readonly Connection[], after: readonly Connection[]): readonly string[] {
  const all = new Set(before.flatMap(({ sources }) => sources));
  return [...all].filter((name) => !after.some((connection) => lists(connection, name)));
}
