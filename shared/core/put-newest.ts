/** Beyond this number of entries the oldest are removed: a process must not grow without bound. */
const MAX_ENTRIES = 10_000;
/**
 * So many are removed together: a map keeps the places of removed entries until it grows or shrinks, and to find its first
 * entry is to pass all of them.
 */
const REMOVED_TOGETHER = 100;

/** Puts an entry, which then counts as the newest. A map keeps the order of insertion, so its first entries are the oldest. */
export function putNewest<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  entries.delete(name);
  entries.set(name, value);
  if (entries.size <= MAX_ENTRIES) return;
  for (const oldest of entries.keys()) {
    if (entries.size <= MAX_ENTRIES - REMOVED_TOGETHER) return;
    entries.delete(oldest);
  }
}
