import { describe, expect, it } from '@jest/globals';
import { readingStep } from '../../shared/core/reading-step';

describe('a redelivered message', () => {
  it.each([
    ['is read when no reading of it is noted', 0, true, { kind: 'read', unfinished: 1 }],
    ['waits while another process may be reading it', 1, false, { kind: 'wait' }],
    [
      'is read again after one reading that never ended: it may have met a restart',
      1,
      true,
      { kind: 'read', unfinished: 2 },
    ],
    ['waits while the second reading may go on', 2, false, { kind: 'wait' }],
    ['is set aside after two readings that never ended', 2, true, { kind: 'setAside', unfinished: 2 }],
  ] as const)('%s', (_what, unfinished, isOver, step) =>
    expect(readingStep(unfinished, isOver)).toEqual(step),
  );
});
