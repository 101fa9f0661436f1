import type { LearnedFacts } from '../core/facts';
import type { RevocationLeases } from './claim';

/** The facts that answer some questions, and the leases that learning them has acquired, if any. */
export interface Learned {
  readonly kind: 'learned';
  readonly facts: LearnedFacts;
  readonly leases?: RevocationLeases;
}

/** Facts that were learned without acquiring a lease. */
export function learned(facts: LearnedFacts): Learned {
  return { kind: 'learned', facts };
}
