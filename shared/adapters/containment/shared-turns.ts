import type { Clock } from '../../ports/clock';
import type { TicketStore } from '../../ports/ticket-store';

/** The API allows so many ms between two calls in a tenant, of all applications together. */
export const SPACING_MS = 1000;
/** The lease of an instance that makes no further call, because it has crashed, ends after this time. */
const LEASE_MS = 15_000;
/** A call is sent within this time after the lease was asked for: it then ends long after the call. */
const CALL_WITHIN_MS = 10_000;
/** The clocks of two instances differ by less. */
const SKEW_MS = 5000;
const LOOK_AGAIN_MS = 1000;

/** The right to make calls that all instances of the app share, one call in each `SPACING_MS`. */
export interface SharedTurns {
  /**
   * Waits for a turn. The answer is asked in the moment before the call is sent, and only then. Undefined: another instance
   * has the lease, and some time has passed.
   */
  take(): Promise<(() => boolean) | undefined>;
  /** Leaves the turns to others. */
  release(): Promise<void>;
}

export interface SharedTurnsOptions {
  readonly tenantId: string;
  /** This instance; another text in each process. */
  readonly holder: string;
  readonly tickets: Pick<TicketStore, 'hold' | 'release'>;
  readonly clock: Pick<Clock, 'now' | 'monotonicMs' | 'sleep'>;
}

/**
 * Turns by a lease. Between two calls of one instance the time is measured by its own clock. Who gets the lease from another
 * instance waits as if that one had called just before, unless nobody has had it for longer than clocks differ.
 */
export function sharedTurns({ tenantId, holder, tickets, clock }: SharedTurnsOptions): SharedTurns {
  let lastCallAt = -Infinity;
  return {
    async take() {
      const askedAt = clock.monotonicMs();
      const now = clock.now();
      const held = await tickets.hold(tenantId, holder, now, new Date(now.getTime() + LEASE_MS));
      if (held.kind === 'busy') {
        await clock.sleep(Math.min(held.waitMs, LOOK_AGAIN_MS));
        return undefined;
      }
      if (held.idleMs !== undefined && held.idleMs < SKEW_MS) lastCallAt = clock.monotonicMs();
      const wait = lastCallAt + SPACING_MS - clock.monotonicMs();
      if (wait > 0) await clock.sleep(wait);
      return () => {
        const sentAt = clock.monotonicMs();
        if (sentAt - askedAt > CALL_WITHIN_MS) return false;
        lastCallAt = sentAt;
        return true;
      };
    },
    release: () => tickets.release(tenantId, holder, clock.now()),
  };
}
