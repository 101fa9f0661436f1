import type { ApprovalReason, Denial } from '../denial';
import type { Detail } from '../detail';
import { detail } from '../detail';
import type { EarlierFact, LimitFact, NamedTwiceFact } from '../facts';
import type { Brake } from '../policy';
import type { Rule } from './rule';

/** What a rule on the brake can look at. */
export interface KnownOfLimit {
  readonly limit: LimitFact;
  readonly brake: Brake;
  /** When the alert was raised, or else when the request came in. */
  readonly raisedAt: Date;
  readonly sender: string;
}

/** The last rules before a revocation, each by the fact that it looks at, in the order in which they are asked. */
export const revocationRules: {
  readonly namedTwice: Rule<NamedTwiceFact, Denial>;
  readonly earlier: Rule<EarlierFact, Denial>;
  readonly repeats: Rule<KnownOfLimit, Denial>;
  readonly limit: Rule<KnownOfLimit, ApprovalReason>;
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
    // Two rules of a SIEM, or a sender's retry, report one alert twice; ten alerts report one intruder.
    name: 'not-done-already',
    check: (earlier) => {
      if (earlier.kind === 'none') return undefined;
      const { outcomeId, revokedAt: time } = earlier.revocation;
      const why = earlier.kind === 'done' ? 'alreadyRevoked' : 'revokedSince';
      return { status: 'duplicate', detail: detail(why, { time }), duplicateOf: outcomeId };
    },
  },
  repeats: {
    // A source that repeats itself reports nothing new: the user was signed out since.
    name: 'not-repeated-too-often',
    check: ({ limit, brake, raisedAt }) =>
      limit.kind === 'repeated' && limit.lastAt !== undefined && raisedAt <= limit.lastAt
        ? { status: 'duplicate', detail: repeatedTooOften(brake, limit.lastAt) }
        : undefined,
  },
  limit: {
    // Nobody signs out a whole company before a person has looked.
    name: 'brake-has-room',
    check: ({ limit, brake, sender }) => {
      const { users, windowMs } = brake;
      const minutes = windowMs / 60_000;
      switch (limit.kind) {
        case 'full':
          return { status: 'held', detail: detail('limitReached', { users, minutes }) };
        case 'shareUsed':
          return { status: 'held', detail: detail('limitShareUsed', { sender, users, minutes }) };
        case 'repeated':
          return { status: 'held', detail: repeatedTooOften(brake, limit.lastAt) };
        case 'reserved':
          return undefined;
      }
    },
  },
};

function repeatedTooOften({ repeats, windowMs }: Brake, lastAt: Date | undefined): Detail {
  const minutes = windowMs / 60_000;
  return lastAt === undefined
    ? detail('repeatedAndNotDone', { repeats, minutes })
    : detail('repeatedTooOften', { repeats, minutes, time: lastAt.toISOString() });
}
