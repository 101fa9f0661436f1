import type { SpanContext } from '@opentelemetry/api';
import { readTraceParent } from '../../messages/trace-parent';

/** The span that a `traceparent` names (W3C Trace Context, section 3.2); undefined when the text is not one. */
export function spanContextOf(traceparent: string): SpanContext | undefined {
  const read = readTraceParent(traceparent.toLowerCase());
  return read && { traceId: read.traceId, spanId: read.parentId, traceFlags: read.flags, isRemote: true };
}
