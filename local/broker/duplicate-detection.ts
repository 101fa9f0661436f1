/** Detects a messageId that was used within the window. */
export function duplicateDetection(
  windowMs: number | undefined,
): (messageId: unknown, now: number) => boolean {
  const seenAt = new Map<unknown, number>();
  return (messageId, now) => {
    if (windowMs === undefined || messageId === undefined) return false;
    for (const [id, at] of seenAt) {
      if (now - at <= windowMs) break;
      seenAt.delete(id);
    }
    if (seenAt.has(messageId)) return true;
    seenAt.set(messageId, now);
    return false;
  };
}
