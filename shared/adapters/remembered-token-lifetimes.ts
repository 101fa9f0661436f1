import type { FormerLife, TokenLife } from '../core/token-life';
import { lastingLives, unknownTokenLife } from '../core/token-life';
import type { Clock } from '../ports/clock';
import type { TokenLifetimes } from '../ports/token-lifetimes';

/** After this time, in ms, the policies are read again. */
export const REFRESH_AFTER_MS = 5 * 60_000;
/** The same after a denial: a permission is seldom granted meanwhile. */
export const REFRESH_AFTER_DENIAL_MS = 60 * 60_000;
/** What was read counts for this time, in ms, while it cannot be read again. */
export const COUNTS_FOR_MS = 60 * 60_000;

/**
 * Remembers what the policies state, and reads them one reading at a time. A longer life of before counts until the last
 * token that it allowed has ended.
 */
export function rememberedTokenLifetimes(read: () => Promise<TokenLife>, clock: Clock): TokenLifetimes {
  const notRead = unknownTokenLife('notRead');
  let last = { life: notRead, readAtMs: -Infinity };
  let otherwise = notRead;
  let former: readonly FormerLife[] = [];
  let refreshAtMs = -Infinity;
  let reading: Promise<void> | undefined;

  const readNow = async (): Promise<void> => {
    // A reading that breaks must end neither the process nor a request.
    const life = await read().catch(() => notRead);
    const readAtMs = clock.monotonicMs();
    const reason = life.kind === 'unknown' ? life.reason : undefined;
    refreshAtMs = readAtMs + (reason === 'notGranted' ? REFRESH_AFTER_DENIAL_MS : REFRESH_AFTER_MS);
    const isRead = reason === undefined || reason === 'notUnderstood';
    otherwise = isRead ? notRead : life;
    if (!isRead) return;
    const ended = { longestMs: last.life.longestMs ?? 0, endedAtMs: readAtMs };
    const { longestMs = 0 } = life;
    former = lastingLives([...former, ended], readAtMs).filter((earlier) => earlier.longestMs > longestMs);
    last = { life, readAtMs };
  };
  return {
    known() {
      const now = clock.monotonicMs();
      const life = now - last.readAtMs < COUNTS_FOR_MS ? last.life : otherwise;
      const lasting = lastingLives(former, now).map(({ longestMs }) => longestMs);
      const longestMs = Math.max(last.life.longestMs ?? 0, ...lasting);
      return { ...life, longestMs: longestMs === 0 ? undefined : longestMs };
    },
    refresh() {
      if (!reading && clock.monotonicMs() < refreshAtMs) return Promise.resolve();
      reading ??= readNow().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}
