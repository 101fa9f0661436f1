import type { CheckResult, HealthCheck } from '../ports/health-check';
import type { Ledger } from '../ports/ledger';

/** How far, in ms, this machine is ahead of the ledger's server; undefined while that is not known. */
export type AheadMs = () => number | undefined;

/** Above this difference an operator should set the clock: until an app has corrected it, it judges ages by it. */
const WARNING_ABOVE_MS = 30_000;
/** Answers of the ledger after which the difference is known, unless they take too long. */
const MAX_ANSWERS = 4;

/** Checks how far the clock of this machine is from that of the ledger, by which the app corrects it. */
export function clockCheck({ approvals }: Pick<Ledger, 'approvals'>, aheadMs: AheadMs): HealthCheck {
  return {
    name: 'ledger clock',
    async run() {
      for (let answers = 0; answers < MAX_ANSWERS && aheadMs() === undefined; answers++) {
        await approvals.find('clock');
      }
      return resultOf(aheadMs());
    },
  };
}

function resultOf(aheadMs: number | undefined): CheckResult {
  if (aheadMs === undefined) {
    return {
      status: 'warning',
      detail: 'The ledger did not return its time, or took too long to return it.',
    };
  }
  if (aheadMs === 0) return { status: 'ok', detail: 'The clocks of the ledger and of this machine agree.' };
  const seconds = String(Math.round(Math.abs(aheadMs) / 1000));
  const detail = `The clock of this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that of the ledger, which the app uses.`;
  return Math.abs(aheadMs) <= WARNING_ABOVE_MS
    ? { status: 'ok', detail }
    : { status: 'warning', detail, remedy: 'Set the clock of this machine.' };
}
