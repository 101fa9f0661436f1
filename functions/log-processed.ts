import type { InvocationContext } from '@azure/functions';
import type { Processed } from '../shared/app/answer';

/** Logs ids only: what senders write, and who the users are, belongs on the topic and not in a log. */
export function logProcessed({ published, retry }: Processed, context: InvocationContext): void {
  for (const { outcome, republished } of published) {
    const { status, predicted, mode, userId = 'unknown', id } = outcome;
    const ending = predicted === undefined ? status : `${status} (${predicted})`;
    context.info(`${ending} mode=${mode} user=${userId} outcome=${id}${republished ? ' republished' : ''}`);
  }
  if (retry) {
    context.warn(`retry at ${retry.at.toISOString()} reason=${retry.reason}`);
  }
}
