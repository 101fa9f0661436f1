import { compact } from '../core/compact';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';

/** Reports a delivery that ended in an error, by the error's name alone: its message may quote personal data. Returns it. */
export function reportFailure(
  { telemetry }: Pick<Dependencies, 'telemetry'>,
  { traceparent }: Pick<IncomingMessage, 'traceparent'>,
  failure: unknown,
): string {
  const error = failure instanceof Error ? failure.name : 'unknown';
  telemetry.record(compact({ kind: 'deliveryFailed' as const, error, traceparent }));
  return error;
}
