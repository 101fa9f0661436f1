import { describe, expect, it } from '@jest/globals';
import { switchCheck } from '../../shared/health/switch-check';
import type { SwitchRow } from '../../shared/ports/switch-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { aChange } from '../support/switch-changes';

const check = (read: () => Promise<SwitchRow>) => switchCheck({ read }).run();

describe('the check of the emergency switch', () => {
  it.each<[string, SwitchRow, string, RegExp]>([
    ['is in order while it was never used', { kind: 'unset' }, 'ok', /never used/],
    [
      'is in order after it was resumed',
      { kind: 'set', change: aChange('running') },
      'ok',
      /were resumed at/,
    ],
    [
      'warns while it is stopped: since when, by whom and why',
      { kind: 'set', change: aChange('stopped') },
      'warning',
      /^All revocations were stopped at 2026-11-23T09:58:00.000Z by lead@contoso.com: Drill$/,
    ],
    ['has failed while its row is malformed', { kind: 'malformed' }, 'failed', /requests wait/],
  ])('%s', async (_what, row, status, detail) => {
    const result = await check(() => Promise.resolve(row));
    expect(result).toMatchObject({ status, detail: expect.stringMatching(detail) });
    expect(result.remedy === undefined).toBe(status === 'ok');
  });
  it('has failed while it cannot be read', async () => {
    const result = await check(() => Promise.reject(new Unavailable('ledger', undefined)));
    expect(result).toMatchObject({ status: 'failed', remedy: expect.stringMatching(/RevocationSwitch/) });
  });
});
