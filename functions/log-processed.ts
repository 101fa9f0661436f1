import type { InvocationContext } from '@azure/functions';
import type { Processed } from '../shared/app/process-message';

/** Ids only: what senders write and who the users are belongs on the topic, not into a log. */
export function logProcessed({ told, postponed }: Processed, context: InvocationContext): void {
  for (const { verdict, republished } of told) {
    const { status, predicted, mode, userId = 'unknown', id } = verdict;
    const ending = predicted === undefined ? status : `${status} (${predicted})`;
    context.info(`${ending} mode=${mode} user=${userId} outcome=${id}${republished ? ' republished' : ''}`);
  }
  if (postponed) {
    context.warn(`waits until ${postponed.until.toISOString()} because=${postponed.because}`);
  }
}
