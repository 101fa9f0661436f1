/** The calls that may be under way at a time. */
export interface CallSlots {
  isFull(): boolean;
  /** Takes one, which ends with `leave`. */
  take(): void;
  leave(): void;
}

/**
 * Enough for the quota at a second a call. While SharePoint hangs, each call holds one of the messages that the process has
 * in hand, of which the others must be free for Graph: tenants share the slots, since SharePoint may hang in all of them.
 */
const MAX_UNDER_WAY = 8;

export function callSlots(): CallSlots {
  let underWay = 0;
  return {
    isFull: () => underWay >= MAX_UNDER_WAY,
    take: () => void underWay++,
    leave: () => void underWay--,
  };
}
