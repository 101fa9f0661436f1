import type { SwitchChange } from '../core/switch-change';
import type { Clock } from '../ports/clock';
import type { SwitchStore } from '../ports/switch-store';
import { Unavailable } from '../ports/unavailable';

/** What was read longer ago than this, in ms, is read again. */
export const READ_AGAIN_MS = 5_000;
/** While the switch cannot be read, what was read last counts for so long, in ms. */
export const HOLD_MS = 60_000;

/** What the emergency switch says, as this process knows it. */
export interface EmergencySwitch {
  /**
   * The last change; undefined when nobody has ever used the switch.
   *
   * @throws Unavailable when it cannot be read, and what was read last is too old or absent
   */
  lastChange(): Promise<SwitchChange | undefined>;
  /**
   * Whether a revocation may be made in this moment: false when it is stopped, or when that is not known. What is old is read
   * again beside, and counts from then on.
   */
  mayRevoke(): boolean;
}

interface Known {
  readonly change: SwitchChange | undefined;
  /** When its reading began, by the monotonic clock. */
  readonly atMs: number;
}

/**
 * Reads the switch at most once every few seconds; callers at the same time share one reading.
 *
 * @param onChange called for each change when this process first sees it
 */
export function emergencySwitch(
  store: Pick<SwitchStore, 'read'>,
  clock: Pick<Clock, 'monotonicMs'>,
  onChange: (change: SwitchChange) => void = () => undefined,
): EmergencySwitch {
  let known: Known | undefined;
  let failure: unknown;
  let reading: Promise<void> | undefined;
  const ageMs = ({ atMs }: Known): number => clock.monotonicMs() - atMs;
  const readNow = async (): Promise<void> => {
    const atMs = clock.monotonicMs();
    try {
      const change = await readChange(store);
      const isNew = change !== undefined && change.id !== known?.change?.id;
      known = { change, atMs };
      if (isNew) onChange(change);
    } catch (unread) {
      if (!(unread instanceof Unavailable)) throw unread;
      failure = unread;
    } finally {
      reading = undefined;
    }
  };
  const isOld = (): boolean => !known || ageMs(known) > READ_AGAIN_MS;
  const read = (): Promise<void> => (reading ??= readNow());
  return {
    async lastChange() {
      if (isOld()) await read();
      if (!known || ageMs(known) > HOLD_MS) throw new Unavailable('switch', failure);
      return known.change;
    },
    mayRevoke() {
      if (isOld()) read().catch(() => undefined);
      return known !== undefined && known.change?.state !== 'stopped' && ageMs(known) <= HOLD_MS;
    },
  };
}

/** A malformed row says nothing: it counts as one that cannot be read. */
async function readChange(store: Pick<SwitchStore, 'read'>): Promise<SwitchChange | undefined> {
  const row = await store.read();
  switch (row.kind) {
    case 'unset':
      return undefined;
    case 'set':
      return row.change;
    case 'malformed':
      throw new Unavailable('switch', new Error('Its row says neither stopped nor running.'));
  }
}
