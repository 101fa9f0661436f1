import type { EarlierRevocation } from '../core/earlier-revocation';
import type { LearnedFacts } from '../core/facts';
import type { KeptLease } from './keep-lease';

/** The facts that answer some questions, and the lease that learning them has acquired, if any. */
export interface Learned {
  readonly kind: 'learned';
  readonly facts: LearnedFacts;
  readonly lease?: KeptLease<EarlierRevocation>;
}

/** Facts that were learned without acquiring a lease. */
export function learned(facts: LearnedFacts): Learned {
  return { kind: 'learned', facts };
}
