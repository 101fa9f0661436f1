import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import type { Timer } from '@azure/functions';
import { lineOf, resolveAtStart, resolveProtected } from '../../functions/resolve-protected';
import type { EntryReport } from '../../shared/app/resolve-protected';
import { Unavailable } from '../../shared/ports/unavailable';

const timer: Timer = {
  isPastDue: false,
  schedule: { adjustForDST: false },
  scheduleStatus: { last: '', next: '', lastUpdated: '' },
};

describe('the timer that resolves protected accounts', () => {
  it('logs an error for each entry that protects nobody, and a warning for one that was not looked up', async () => {
    const lines: string[] = [];
    const context = new InvocationContext({
      logHandler: (level, ...words) => void lines.push([level, ...words].join(' ')),
    });
    const reports: readonly EntryReport[] = [
      { kind: 'problem', path: 'protected.users[1]', problem: { kind: 'notFound' } },
      { kind: 'unresolved', path: 'protected.groups[0]' },
    ];
    await resolveProtected(() => Promise.resolve(reports))(timer, context);
    expect(lines).toEqual([
      'error protected.users[1] of REVOCATION_POLICY: does not exist in the directory',
      expect.stringMatching(/^warning protected\.groups\[0\] of REVOCATION_POLICY: Microsoft Graph did not/),
    ]);
  });
  it('does at start what it does later, and a failure of it does not stop the app', async () => {
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const report: EntryReport = {
      kind: 'problem',
      path: 'protected.users[1]',
      problem: { kind: 'several' },
    };
    await resolveAtStart(() => Promise.resolve([report]), log);
    await resolveAtStart(() => Promise.reject(new Unavailable('ledger', undefined)), log);
    expect(lines).toEqual([
      'Error: protected.users[1] of REVOCATION_POLICY: leads to several accounts',
      'Error: the protected accounts were not resolved at start: Unavailable: Cannot reach the ledger.',
    ]);
  });
  it('names the character that nobody sees', () =>
    expect(
      lineOf({
        kind: 'problem',
        path: 'protected.users[0]',
        problem: { kind: 'invisible', codePoint: 'U+200B' },
      }),
    ).toBe('protected.users[0] of REVOCATION_POLICY: contains an invisible character (U+200B)'));
});
