/** W3C Trace Context, section 3.2: version, trace id, parent id, flags. */
const TRACE_PARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** The parts of a `traceparent`. */
export interface TraceParent {
  readonly traceId: string;
  readonly parentId: string;
  readonly flags: number;
}

/** Reads a `traceparent`; undefined when the text is not one, as an empty text is not. */
export function readTraceParent(text: string): TraceParent | undefined {
  const [, version, traceId, parentId, flags, rest] = TRACE_PARENT.exec(text) ?? [];
  if (version === undefined || traceId === undefined || parentId === undefined || flags === undefined) {
    return undefined;
  }
  // Version ff is invalid; version 00 has four parts, and a later version may have more.
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, flags: parseInt(flags, 16) };
}

/**
 * The `traceparent` that a sender has written into the properties of a message, under that name or as `Diagnostic-Id`, in
 * upper or lower case. Undefined when neither is one.
 */
export function traceParentIn(properties: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of ['traceparent', 'diagnostic-id']) {
    const written = Object.entries(properties).find(([key]) => key.toLowerCase() === name)?.[1];
    const found = traceParentOf(written);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The value if it is a `traceparent`, in lower case. */
export function traceParentOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  return readTraceParent(text) ? text : undefined;
}
