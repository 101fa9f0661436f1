import type { LeaseTerms, Term } from '../ports/ledger';
import type { Dependencies } from './dependencies';

/** A lease ends so soon after its holder died, in ms: redelivered work waits no longer than that. */
export const LEASE_MS = 15_000;

/** The terms of a lease that is asked for now. */
export function newLease(
  dependencies: Pick<Dependencies, 'clock' | 'policy' | 'newId'>,
): Omit<LeaseTerms<unknown>, 'stillValid' | 'intent'> {
  const term = termOf(dependencies);
  const leaseExpiresAt = new Date(term.now.getTime() + LEASE_MS);
  return { ...term, leaseId: dependencies.newId(), leaseExpiresAt };
}

/** How long the ledger keeps what is entered now. */
export function termOf({ clock, policy }: Pick<Dependencies, 'clock' | 'policy'>): Term {
  const now = clock.now();
  return { now, expiresAt: new Date(now.getTime() + policy.recordRetentionMs) };
}
