import { expect, it } from '@jest/globals';
import { pace } from '../../../shared/adapters/graph/pace';
import { withReportedUse } from '../../../shared/adapters/graph/reported-use';
import { fixedClock } from '../../support/fixed-clock';

const quota = { calls: 100, windowMs: 1000, latencyMs: 10 };

it('the use of the quota is that of the last answer: in percent, and unknown once it is reported no longer', () => {
  const clock = fixedClock();
  const { pace: reporting, quotaUse } = withReportedUse(
    pace(quota, clock, () => 0),
    clock,
  );
  expect(quotaUse()).toBeUndefined();
  reporting.heard({ status: 200, used: 0.857 });
  expect(quotaUse()).toEqual({ usedPercent: 86, readAt: clock.now() });
  reporting.heard({ status: 200 });
  expect(quotaUse()).toBeUndefined();
});

it('the pace hears what it would have heard', () => {
  const clock = fixedClock();
  const { pace: reporting } = withReportedUse(
    pace(quota, clock, () => 0),
    clock,
  );
  reporting.heard({ status: 429, retryAfterMs: 5_000 });
  expect(reporting.pausedForMs()).toBe(5_000);
});
