import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rememberedTokenLifetimes } from '../../shared/adapters/remembered-token-lifetimes';
import { boundOf } from '../../shared/core/token-life';
import { longestTokenLife } from '../../shared/core/token-lifetime-policy';
import { fixedClock } from '../support/fixed-clock';

const MINUTE = 60_000;

/** A policy as an administrator may write it, and how long the tokens that it allows live, in minutes. */
interface Written {
  readonly definition: readonly string[];
  readonly minutes: number;
  readonly isReadable: boolean;
}

/** A life in minutes, as it may be written. */
function written(minutes: number, withDays: boolean): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const time = `${two(hours)}:${two(minutes % 60)}:00`;
  return withDays || days > 0 ? `${String(days)}.${time}` : time;
}

const policy = (body: object): string => JSON.stringify({ TokenLifetimePolicy: { Version: 1, ...body } });

const life = fc.oneof(fc.integer({ min: 10, max: 1440 }), fc.constantFrom(89, 90, 91, 1439, 1440));
const ofAccessTokens = fc
  .record({ minutes: life, withDays: fc.boolean(), other: fc.boolean() })
  .map(({ minutes, withDays, other }): Written => {
    const AccessTokenLifetime = written(minutes, withDays);
    const definition = [
      policy({ AccessTokenLifetime, ...(other && { MaxAgeMultiFactor: 'until-revoked' }) }),
    ];
    return { definition, minutes, isReadable: true };
  });
const ofRefreshTokens = fc.constant<Written>({
  definition: [policy({ MaxInactiveTime: '90.00:00:00' })],
  minutes: 60,
  isReadable: true,
});
const unreadable = fc
  .constantFrom([], ['{'], ['{"TokenLifetimePolicy":"08:00:00"}'], [policy({ AccessTokenLifetime: '8h' })])
  .map((definition): Written => ({ definition, minutes: 60, isReadable: false }));
const readable = fc.array(fc.oneof(ofAccessTokens, ofRefreshTokens), { maxLength: 8 });
const any = fc.array(fc.oneof(ofAccessTokens, ofRefreshTokens, unreadable), { maxLength: 8 });

const longestMs = (policies: readonly Written[]): number =>
  Math.max(0, ...policies.map(({ minutes }) => minutes)) * MINUTE;

it('no bound is earlier than the end of the longest token, and it says unknown where it cannot know', () => {
  fc.assert(
    fc.property(any, (policies) => {
      const { bound, ms } = boundOf(longestTokenLife(policies));
      expect(ms).toBe(Math.max(90 * MINUTE, longestMs(policies)));
      if (policies.some(({ isReadable }) => !isReadable)) return bound === 'unknown';
      return bound === (ms > 90 * MINUTE ? 'policy' : 'default');
    }),
    { numRuns: 10_000 },
  );
});

it('no bound is earlier than the end of a token that a policy of before has allowed, whenever it was changed', async () => {
  const minutes = fc.integer({ min: 5, max: 600 });
  const steps = fc.array(fc.record({ policies: readable, unread: minutes, minutes }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const clock = fixedClock();
      let policies: readonly Written[] = [];
      const lifetimes = rememberedTokenLifetimes(() => Promise.resolve(longestTokenLife(policies)), clock);
      let lastTokenEnds = 0;
      const issue = (): void => {
        lastTokenEnds = Math.max(lastTokenEnds, clock.monotonicMs() + longestMs(policies));
      };
      const expectBound = (): void => {
        const end = clock.monotonicMs() + boundOf(lifetimes.known()).ms;
        expect(end).toBeGreaterThanOrEqual(lastTokenEnds);
      };
      for (const step of all) {
        // The last token of the policies that were read before: they are changed long before the next reading.
        issue();
        expectBound();
        ({ policies } = step);
        clock.advance(step.unread * MINUTE);
        issue();
        await lifetimes.refresh();
        expectBound();
        clock.advance(step.minutes * MINUTE);
        expectBound();
      }
    }),
    { numRuns: 1000 },
  );
});
