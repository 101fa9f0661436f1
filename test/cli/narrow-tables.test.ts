import { describe, expect, it } from '@jest/globals';
import { outcomeView } from '../../shared/cli/outcome-view';
import { rowsOf } from '../../shared/cli/output/for-people';
import type { View } from '../../shared/cli/output/view';
import { inFull, pendingView } from '../../shared/cli/pending-view';
import { quarantineView } from '../../shared/cli/quarantine-view';
import type { KeptRecord, OutcomeRecord, WaitingRecord } from '../../shared/cli/records';

// What a person at a terminal of 80 columns must see.

const AT = '2026-11-26T17:42:58.040Z';
const REQUEST = '52ef2a0c-2378-4ff9-9cb1-a5b73ea01dce';
const CONFIRMATION = 'bef5f73a8dcdecd44065c2c2e13231e3';
const user = { reference: 'kendall@contoso.com' };
const REASON = 'Policy requires approval for members of the directory role Global Administrator.';

const revoked: OutcomeRecord = {
  id: 'o-1',
  requestId: REQUEST,
  status: 'whatIf',
  predicted: 'signOutPending',
  message: 'It can take up to an hour.',
  completedAt: AT,
  user,
  effectiveNoLaterThan: '2026-11-26T19:12:58.040Z',
  verified: true,
  detail: REASON,
  methods: [],
};
const waiting: WaitingRecord = {
  id: CONFIRMATION,
  requestId: REQUEST,
  status: 'awaitingConfirmation',
  detail: REASON,
  requestedAt: AT,
  expiresAt: '2026-11-27T05:42:58.040Z',
  tenantId: 't-1',
  user,
};
const kept: KeptRecord = {
  number: '7',
  keptAt: AT,
  status: 'rejected',
  reason: REASON,
  requestId: REQUEST,
};

function at80<T>(view: View<T>, record: T): string {
  const [heading = '', row = ''] = rowsOf([record], view, { width: 80 });
  expect(Math.max(heading.length, row.length)).toBeLessThanOrEqual(80);
  return row;
}

describe('a table at 80 columns', () => {
  it('shows when an outcome was, of whom, and until when old tokens live', () => {
    const row = at80(outcomeView, revoked);
    for (const part of ['2026-11-26 17:42:58', 'kendall@contoso.com', '19:12 UTC'])
      expect(row).toContain(part);
  });
  it('shows who waits, until when, and the whole id by which to decide', () => {
    const row = at80(pendingView(), waiting);
    for (const part of [CONFIRMATION, 'kendall@contoso.com', '2026-11-27 05:42 UTC'])
      expect(row).toContain(part);
  });
  it('shows the number of an original, and its whole request', () =>
    expect(at80(quarantineView, kept)).toMatch(new RegExp(`^7 .*${REQUEST}`)));
  it('shows all that a person decides on, a line for each thing where a row is too long', () => {
    const lines = inFull([{ ...waiting, requestedBy: 'soc@contoso.com' }, waiting], undefined, { width: 80 });
    expect(lines.slice(0, 6)).toEqual([
      `Confirmation: ${CONFIRMATION}`,
      'Tenant:       t-1',
      'Until:        2026-11-27 05:42 UTC',
      'Status:       awaitingConfirmation',
      'User:         kendall@contoso.com',
      'Requested by: soc@contoso.com',
    ]);
    expect(lines[6]).toBe(`Reason:       ${REASON}`);
    expect(lines[7]).toBe('');
    expect(lines).not.toContainEqual(expect.stringContaining('…'));
  });
  it('shows what a person decides on as a table, where it fits', () => {
    const [heading, row, ...more] = inFull([waiting], undefined, { width: 300 });
    expect([heading, row]).toEqual([expect.stringMatching(/^CONFIRMATION/), expect.stringContaining(REASON)]);
    expect(more).toEqual([]);
  });
  it('cuts no time and no id: what has no place for them is left out', () => {
    for (const row of [at80(outcomeView, revoked), at80(quarantineView, kept)])
      expect(row).not.toMatch(/52ef[^ ]*…|2026[^ ]*…/);
  });
});
