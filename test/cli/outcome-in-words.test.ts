import { describe, expect, it } from '@jest/globals';
import { outcomeInWords } from '../../shared/cli/outcome-in-words';
import { outcomeView } from '../../shared/cli/outcome-view';
import { outcomeRecord } from '../../shared/cli/records';

const restored = (decision: 'approve' | 'decline', by?: string) =>
  outcomeRecord.parse({
    id: 'outcome-1',
    requestId: 'inc-1',
    status: 'restored',
    message: 'avery@contoso.com can work again.',
    detail: 'Changes brought back: 2.',
    completedAt: '2026-11-23T10:00:00Z',
    confirmation: { id: 'approval-1', expiresAt: '2026-11-23T22:00:00Z', decision, by },
    methods: [],
  });
const column = (heading: string) => outcomeView.columns.find((one) => one.heading === heading);

describe('an outcome for people', () => {
  it.each([
    ['approve', 'incident 29 (defenderXdr)', 'Approved by incident 29 (defenderXdr). '],
    ['decline', 'lead@contoso.com', ''],
    ['approve', undefined, ''],
  ] as const)('names who has approved it: %s by %s', (decision, by, approved) => {
    const outcome = restored(decision, by);
    expect(outcomeInWords(outcome)).toEqual([
      `restored: avery@contoso.com can work again. ${approved}Changes brought back: 2.`,
    ]);
    expect(column('What to know')?.text(outcome)).toBe(`${approved}Changes brought back: 2.`);
  });
});
