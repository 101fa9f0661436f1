/** Beyond this number of entries the oldest is removed: a process must not grow without bound. */
const MAX_ENTRIES = 10_000;

/** Puts an entry, which then counts as the newest. A map keeps the order of insertion, so its first entry is the oldest. */
export function putNewest<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  entries.delete(name);
  entries.set(name, value);
  if (entries.size <= MAX_ENTRIES) return;
  const [oldest] = entries.keys();
  if (oldest !== undefined) entries.delete(oldest);
}

/** Removes the entries that have expired. Returns how many. */
export function removeExpired(entries: Map<string, { readonly expiresAt: number }>, now: Date): number {
  let removed = 0;
  for (const [name, { expiresAt }] of entries) {
    if (expiresAt <= now.getTime() && entries.delete(name)) removed++;
  }
  return removed;
}
