import type { Connection } from './connection';

/** Whether one of the listed senders is this one, or the kind that it belongs to. */
export function isListed(name: string, { sources }: Connection): boolean {
  const asked = `${name.toLowerCase()}:`;
  return sources.some((listed) => asked.startsWith(`${listed.toLowerCase()}:`));
}

/** The senders that connections list before a change and none lists after it: they then speak for the home tenant. */
export function freedSenders(before: readonly Connection[], after: readonly Connection[]): readonly string[] {
  const all = new Set(before.flatMap(({ sources }) => sources));
  return [...all].filter((name) => !after.some((connection) => isListed(name, connection)));
}
