import { describe, expect, it } from '@jest/globals';
import { readTraceParent, traceParentIn, traceParentOf } from '../../shared/messages/trace-parent';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const WRITTEN = `00-${TRACE}-${PARENT}-01`;

describe('a traceparent', () => {
  it.each([
    [WRITTEN, 1],
    [`00-${TRACE}-${PARENT}-ff`, 255],
    [`01-${TRACE}-${PARENT}-00`, 0],
    [`01-${TRACE}-${PARENT}-00-more`, 0],
  ])('is read: %s', (text, flags) =>
    expect(readTraceParent(text)).toEqual({ traceId: TRACE, parentId: PARENT, flags }),
  );
  it.each([
    '',
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE.slice(1)}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}x-01`,
    `x00-${TRACE}-${PARENT}-01`,
    `01-${TRACE}-${PARENT}-01more`,
    WRITTEN.toUpperCase(),
  ])('is not any other text: %s', (text) => expect(readTraceParent(text)).toBeUndefined());
  it('that a sender has written is read in any case, without the space around it', () => {
    expect(traceParentOf(` ${WRITTEN.toUpperCase()} `)).toBe(WRITTEN);
    expect([traceParentOf(7), traceParentOf('x')]).toEqual([undefined, undefined]);
  });
});

it.each<[Readonly<Record<string, unknown>>, string | undefined]>([
  [{ traceparent: WRITTEN }, WRITTEN],
  [{ TraceParent: WRITTEN }, WRITTEN],
  [{ 'Diagnostic-Id': WRITTEN }, WRITTEN],
  [{ 'Diagnostic-Id': `01-${TRACE}-${PARENT}-00`, traceparent: WRITTEN }, WRITTEN],
  [{ traceparent: 'none', 'Diagnostic-Id': WRITTEN }, WRITTEN],
  [{ traceparent: '', other: WRITTEN }, undefined],
  [{}, undefined],
])('the traceparent in %j is %s', (properties, found) => expect(traceParentIn(properties)).toBe(found));
