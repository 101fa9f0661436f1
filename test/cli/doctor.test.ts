import { describe, expect, it } from '@jest/globals';
import { program } from '../../shared/cli/program';
import type { CheckReport } from '../../shared/ports/health-check';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const ok: CheckReport = { name: 'token', status: 'ok', detail: 'There is one.' };
const warning: CheckReport = { name: 'policy', status: 'warning', detail: 'No brake.', remedy: 'Set one.' };
const failed: CheckReport = {
  name: 'User.Read.All',
  status: 'failed',
  detail: 'Missing.',
  remedy: 'Grant it.',
};

async function examined(reports: readonly CheckReport[], ...args: string[]) {
  const terminal = aTerminal();
  const environment = programEnvironment({ terminal, checkUp: () => Promise.resolve(reports) });
  return { code: await program(environment, ['doctor', ...args]), out: terminal.seen.out };
}

describe('doctor', () => {
  it('has a line for each check with its remedy, and ends with 1 if one failed', async () =>
    expect(await examined([ok, warning, failed])).toEqual({
      code: 1,
      out: [
        'ok       token          There is one.',
        'WARNING  policy         No brake. -> Set one.',
        'FAILED   User.Read.All  Missing. -> Grant it.',
        '1 of 3 failed: User.Read.All. Warnings: policy.',
      ],
    }));
  it('ends with 0 if none failed, even if there are warnings', async () =>
    expect(await examined([ok, warning])).toMatchObject({
      code: 0,
      out: expect.arrayContaining(['No check failed. Warnings: policy.']),
    }));
  it('names at most five checks at its end', async () =>
    expect((await examined(Array.from({ length: 7 }, () => failed))).out.at(-1)).toMatch(
      /^7 of 7 failed: (?:User\.Read\.All, ){4}User\.Read\.All and 2 more\.$/,
    ));
  it('says at its end that all is in order', async () =>
    expect((await examined([ok])).out.at(-1)).toBe('All checks passed.'));
  it('has one JSON object per line, with --json', async () =>
    expect(await examined([failed], '--json')).toEqual({ code: 1, out: [JSON.stringify(failed)] }));
});
