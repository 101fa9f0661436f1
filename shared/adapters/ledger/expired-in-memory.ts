/** Removes the entries that have expired. Returns how many. */
export function removeExpired(entries: Map<string, { readonly expiresAt: number }>, now: Date): number {
  let removed = 0;
  for (const [name, { expiresAt }] of entries) {
    if (expiresAt <= now.getTime() && entries.delete(name)) removed++;
  }
  return removed;
}
