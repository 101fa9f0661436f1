import { decide } from '../core/decide';
import { stillStands } from '../core/earlier-revocation';
import type { EarlierRevocation } from '../core/earlier-revocation';
import type { Facts } from '../core/facts';
import type { EntryKey } from '../core/ledger-key';
import type { Plan } from '../core/plan';
import { claimTerms, orRelease } from './answer-once';
import { carryOutUnderBrake } from './carry-out-under-brake';
import type { Dependencies } from './dependencies';
import type { Waiting } from './ending';
import { holdClaim } from './hold-claim';
import type { Done, UserInProgress } from './process-user';

/** Someone to revoke, and the entry that sees to it that one occasion does it once. */
export interface Occasional {
  readonly occasion: EntryKey;
  readonly facts: Facts;
  readonly plan: Extract<Plan, { kind: 'proceed' }>;
}

/**
 * Carries a plan out unless that was done already on the same occasion: then it is decided anew, knowing that.
 * A claim on the occasion keeps two requests from doing it at once; if the work fails, the next may try.
 */
export async function carryOutOnOccasion(
  dependencies: Dependencies,
  user: UserInProgress,
  { occasion, facts, plan }: Occasional,
): Promise<Done | Waiting> {
  const { ledger, policy, clock } = dependencies;
  const { request, outcomeId } = user;
  const terms = claimTerms(dependencies);
  const stands = (earlier: EarlierRevocation): boolean =>
    stillStands(earlier, request, { policy, outcomeId, now: terms.now });
  const decideKnowing = (earlier: EarlierRevocation): Done => {
    const known = { ...facts, earlier };
    const knowing = decide(request, known, policy, terms.now);
    return { facts: known, plan: knowing, execution: { kind: 'none' } };
  };
  if (plan.mode === 'whatIf') {
    const earlier = await ledger.revocations.read(occasion, terms.now);
    return earlier && stands(earlier)
      ? decideKnowing(earlier)
      : carryOutUnderBrake(dependencies, user, { facts, plan });
  }
  const claimed = await ledger.revocations.claim(occasion, { ...terms, stands });
  if (claimed.kind === 'recorded') return decideKnowing(claimed.entry);
  if (claimed.kind === 'held') return { kind: 'waiting', until: claimed.until, because: 'claimed' };
  const claim = holdClaim(ledger.revocations, claimed.claim, clock);
  const done = await orRelease(claim, () => carryOutUnderBrake(dependencies, user, { facts, plan }));
  const { execution } = done;
  if (execution.kind === 'revoked') {
    await claim.record({ outcomeId, revokedAt: execution.acceptedAt.toISOString() });
  } else {
    await claim.release();
  }
  return done;
}
