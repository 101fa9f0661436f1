import type { CallLane } from '../../core/lane';
import type { Quota, Regained, Reported } from './rates';
import { laterRate, regained, regainedRate, reported, reportedRate, startRate } from './rates';
import { sentCalls } from './sent-calls';

/** What a process has learned of the rate at which a bucket admits its calls. Times are of the monotonic clock, in ms. */
export interface LearnedRate {
  /** Calls per second of a lane; may be infinite. */
  perSecond(now: number, lane: CallLane): number;
  /** A call is sent. */
  sent(now: number): void;
  /** @param used the reported use of the limit */
  answered(now: number, isRefused: boolean, used: number | undefined): void;
  /**
   * The bucket is empty: returns the calls per second that were accepted lately.
   *
   * @param untilMs when calls are sent again
   */
  refused(now: number, untilMs: number): number;
}

/** Learns from reports and refusals. The least of what each allows counts. */
export function learnedRate(quota: Quota): LearnedRate {
  let report: Reported | undefined;
  let refusal: Regained | undefined;
  let answeredAt = -Infinity;
  const calls = sentCalls(quota);
  const isLately = (now: number, at: number): boolean => now - at < quota.windowMs;
  // A report is outdated after the time in which the bucket fills up.
  const lastReport = (now: number): Reported | undefined =>
    report && isLately(now, report.atMs) ? report : undefined;
  return {
    perSecond: (now, lane) => {
      const last = lastReport(now);
      return Math.min(
        // Urgent calls are few.
        lane === 'urgent' ? Infinity : startRate(calls.count(now), quota, isLately(now, answeredAt)),
        lane === 'later' && !last ? laterRate(calls.count(now), quota) : Infinity,
        last ? reportedRate(last, quota, lane) : Infinity,
        refusal ? regainedRate(refusal, now, quota) : Infinity,
      );
    },
    sent: (now) => calls.add(now),
    answered: (now, isRefused, used) => {
      answeredAt = now;
      if (isRefused) calls.takeBack();
      // A backend that reported its use and no longer does has capacity again.
      report = used === undefined ? undefined : reported(used, now, quota, lastReport(now));
    },
    refused: (now, untilMs) => {
      refusal = regained(calls.perSecond(now), untilMs, quota, refusal);
      calls.restart(now);
      return refusal.perSecond;
    },
  };
}
