import type { InvocationContext } from '@azure/functions';
import type { Processed } from '../shared/app/answer';

/** Logs ids only: texts of senders and names of users belong on the results topic, not in a log. */
export function logProcessed({ published, retry }: Processed, context: InvocationContext): void {
  for (const { outcome, republished } of published) {
    const { status, predicted, mode, userId = 'unknown', id } = outcome;
    const label = predicted === undefined ? status : `${status} (${predicted})`;
    context.info(`${label} mode=${mode} user=${userId} outcome=${id}${republished ? ' republished' : ''}`);
  }
  if (retry) {
    context.warn(`retry at ${retry.at.toISOString()} reason=${retry.reason}`);
  }
}
