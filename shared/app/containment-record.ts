import type { Containment } from '../core/containment';
import { mayGoOn } from '../core/containment';
import type { ContainmentPlace, ContainmentStore, StoredContainment } from '../ports/containment-store';
import { Unavailable } from '../ports/unavailable';

/** A write fails only because another one succeeded. */
const MAX_TRIES = 20;

/** The record of a containment, as the steps that go on side by side write it. */
export interface ContainmentRecord {
  /** As far as it is known here. */
  current(): Containment;
  /**
   * Writes a change of it, together with those that wait for the same write. False when it was not written: it is being
   * undone, or has ended.
   *
   * @throws Unavailable when the ledger cannot be written; the change may have been written all the same
   */
  change(apply: (containment: Containment) => Containment): Promise<boolean>;
}

interface Waiting {
  readonly apply: (containment: Containment) => Containment;
  readonly done: PromiseWithResolvers<boolean>;
}

export function containmentRecord(store: ContainmentStore, first: StoredContainment): ContainmentRecord {
  let stored = first;
  let waiting: Waiting[] = [];
  let isWriting = false;
  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const all = waiting;
      waiting = [];
      try {
        const written = await writeAll(store, stored, all);
        stored = written.stored;
        for (const { done } of all) done.resolve(written.isWritten);
      } catch (failure) {
        for (const { done } of all) done.reject(failure);
      }
    }
    isWriting = false;
  };
  return {
    current: () => stored.containment,
    change(apply) {
      const done = Promise.withResolvers<boolean>();
      waiting.push({ apply, done });
      if (!isWriting) void write();
      return done.promise;
    },
  };
}

/** Writes changes together, on what others may have written meanwhile. */
async function writeAll(
  store: ContainmentStore,
  first: StoredContainment,
  all: readonly Waiting[],
): Promise<{ readonly stored: StoredContainment; readonly isWritten: boolean }> {
  let stored = first;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { containment } = stored;
    if (!mayGoOn(containment)) return { stored, isWritten: false };
    const changed = all.reduce((one, { apply }) => apply(one), containment);
    const written = await store.write(stored, changed);
    if (written) return { stored: written, isWritten: true };
    const found = await store.find(placeOf(containment));
    if (!found) return { stored, isWritten: false };
    stored = found;
  }
  throw new Unavailable('ledger', new Error('A containment changed too often.'));
}

function placeOf({ tenantId, user, outcomeId }: Containment): ContainmentPlace {
  return { tenantId, userId: user.id, outcomeId };
}
