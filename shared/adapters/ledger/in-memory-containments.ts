import type { Containment } from '../../core/containment';
import { expiryOf, hasEnded } from '../../core/containment';
import { containmentKey } from '../../core/containment-key';
import type { ContainmentPlace, ContainmentStore, StoredContainment } from '../../ports/containment-store';

type Stored = StoredContainment & { readonly expiresAt: number };

/** What was done to users beside revoking, in memory, and the entries that a sweep removes. */
export function inMemoryContainments(): ContainmentStore & { readonly entries: Map<string, Stored> } {
  const entries = new Map<string, Stored>();
  let versions = 0;
  const put = (containment: Containment, expiresAt: number): Promise<StoredContainment> => {
    const stored = { containment, version: String(++versions), expiresAt };
    entries.set(nameOf(placeOf(containment)), stored);
    return Promise.resolve(stored);
  };
  const replace = (
    { containment, version }: StoredContainment,
    changed: Containment,
    expiresAt: number,
  ): Promise<StoredContainment | undefined> => {
    const found = entries.get(nameOf(placeOf(containment)));
    return found?.version === version ? put(changed, expiresAt) : Promise.resolve(undefined);
  };
  const all = (fits: (containment: Containment) => boolean): readonly StoredContainment[] =>
    [...entries.values()].filter(({ containment }) => fits(containment));
  return {
    entries,
    begin: async (containment) =>
      entries.get(nameOf(placeOf(containment))) ?? put(containment, expiryWhileOpen(containment)),
    find: (place) => Promise.resolve(entries.get(nameOf(place))),
    write: (stored, changed) => replace(stored, changed, expiryWhileOpen(changed)),
    end: (stored, ended, expiresAt) => replace(stored, ended, expiresAt.getTime()),
    ofUser: (tenantId, userId) =>
      Promise.resolve(
        all(
          (one) =>
            one.tenantId.toLowerCase() === tenantId.toLowerCase() &&
            one.user.id.toLowerCase() === userId.toLowerCase(),
        ),
      ),
    ofRequest: (requestId) => Promise.resolve(all((one) => one.requestId === requestId)),
    // eslint-disable-next-line typescript/require-await -- the port's list is read one by one
    async *open() {
      yield* all((one) => !hasEnded(one));
    },
  };
}

function expiryWhileOpen(containment: Containment): number {
  return expiryOf(containment)?.getTime() ?? Infinity;
}

function placeOf({ tenantId, user, outcomeId }: Containment): ContainmentPlace {
  return { tenantId, userId: user.id, outcomeId };
}

function nameOf({ tenantId, userId, outcomeId }: ContainmentPlace): string {
  const { partition, row } = containmentKey(tenantId, userId, outcomeId);
  return `${partition}/${row}`;
}
