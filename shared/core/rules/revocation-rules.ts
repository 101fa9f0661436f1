import type { ApprovalReason, Denial } from '../denial';
import { detail } from '../detail';
import type { EarlierFact, LimitFact, NamedTwiceFact } from '../facts';
import type { Brake } from '../policy';
import type { Rule } from './rule';

/** The last rules before a revocation, each by the fact that it looks at, in the order in which they are asked. */
export const revocationRules: {
  readonly namedTwice: Rule<NamedTwiceFact, Denial>;
  readonly earlier: Rule<EarlierFact, Denial>;
  readonly limit: Rule<{ readonly limit: LimitFact; readonly brake: Brake }, ApprovalReason>;
} = {
  namedTwice: {
    // The request names the user by id and by name: one revocation answers both.
    name: 'not-named-twice',
    check: (namedTwice) =>
      namedTwice.kind === 'yes'
        ? { status: 'duplicate', detail: detail('namedTwice'), duplicateOf: namedTwice.outcomeId }
        : undefined,
  },
  earlier: {
    // Two rules of a SIEM, or a sender's retry, report one alert twice.
    name: 'not-done-already',
    check: (earlier) =>
      earlier.kind === 'done'
        ? {
            status: 'duplicate',
            detail: detail('alreadyRevoked', { time: earlier.revocation.revokedAt }),
            duplicateOf: earlier.revocation.outcomeId,
          }
        : undefined,
  },
  limit: {
    // Nobody signs out a whole company before a person has looked.
    name: 'brake-has-room',
    check: ({ limit, brake: { users, windowMs } }) =>
      limit === 'full'
        ? { status: 'held', detail: detail('limitReached', { users, minutes: windowMs / 60_000 }) }
        : undefined,
  },
};
