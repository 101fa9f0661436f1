import type { Containment } from '../core/containment';
import { hasEnded } from '../core/containment';
import type { ContainmentPlace } from '../ports/containment-store';
import { Unavailable } from '../ports/unavailable';
import type { Dependencies } from './dependencies';
import { termOf } from './lease-terms';

/** Others may change a containment so often in between. */
const MAX_TRIES = 8;

/**
 * Changes a containment, on condition that nothing else has changed it in between. One that has ended is stored for the record
 * retention from then on.
 *
 * @param change called with what is stored, and again if that has changed; undefined: it stays as it is
 * @returns what is stored then; undefined when there is none
 * @throws Unavailable when the ledger is, or the containment changes too often
 */
export async function changeContainment(
  dependencies: Pick<Dependencies, 'ledger' | 'clock' | 'policy'>,
  place: ContainmentPlace,
  change: (containment: Containment) => Containment | undefined,
): Promise<Containment | undefined> {
  const { containments } = dependencies.ledger;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const stored = await containments.find(place);
    const changed = stored && change(stored.containment);
    if (!changed) return stored?.containment;
    const { expiresAt } = termOf(dependencies);
    const written = await (hasEnded(changed)
      ? containments.end(stored, changed, expiresAt)
      : containments.write(stored, changed));
    if (written) return written.containment;
  }
  throw new Unavailable('ledger', undefined);
}

/** Where a containment is stored. */
export function placeOf({ tenantId, user, outcomeId }: Containment): ContainmentPlace {
  return { tenantId, userId: user.id, outcomeId };
}
