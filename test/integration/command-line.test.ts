import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { bundledCli } from '../support/bundled-cli';
import { runProgram as run } from '../support/run-program';

const projectFolder = join(__dirname, '../..');
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  await stack.startHost();
});
afterAll(() => stack.stop());

describe('session-revoker revoke', () => {
  it('previews, and prints the outcome as a sentence', async () => {
    const { code, out } = await run(
      [bundledCli, 'revoke', '--user', 'avery@contoso.com', '--what-if', '--wait'],
      stack.environment,
    );
    expect(out).toMatch(
      /is on the queue\.\nwhatIf: What if: nothing was changed\. A revocation would have returned: It can take up to an hour/,
    );
    expect(code).toBe(0);
    expect(stack.tenant.directory.revocations).toEqual([]);
  });
  it('revokes, for several users at once', async () => {
    const args = [
      bundledCli,
      'revoke',
      '--no-confirm',
      '--wait',
      '--user',
      'avery@contoso.com',
      'CONTOSO\\gray',
      '--reason',
      'Drill',
    ];
    const { code, out } = await run(args, stack.environment);
    expect(out.match(/^signOutPending: /gm)).toHaveLength(2);
    expect(code).toBe(0);
    expect(stack.tenant.directory.revocations).toHaveLength(2);
  });
  it('ends with 1 when a user was not found', async () =>
    expect(
      await run(
        [bundledCli, 'revoke', '--no-confirm', '--wait', '--user', 'nobody@contoso.com'],
        stack.environment,
      ),
    ).toMatchObject({
      code: 1,
      out: expect.stringContaining("userNotFound: We couldn't find the user nobody@contoso.com"),
    }));
  it('ends with 2 when no outcome arrives in time', async () => {
    const environment = { ...stack.environment, REVOCATION_QUEUE: 'revocation-rejected' };
    expect(
      await run(
        [bundledCli, 'revoke', '--no-confirm', '--wait', '--timeout', '1', '--user', 'a@b.c'],
        environment,
      ),
    ).toMatchObject({ code: 2 });
  });
  it('ends with 2 without a terminal to ask at', async () =>
    expect(await run([bundledCli, 'revoke', '--user', 'avery@contoso.com'], stack.environment)).toMatchObject(
      {
        code: 2,
      },
    ));
  it('prints every problem of its configuration', async () => {
    const { code, error } = await run([bundledCli, 'revoke', '--direct', '--no-confirm', '--user', 'a@b.c'], {
      RESULTS_TOPIC: 'a b',
    });
    expect(code).toBe(2);
    expect(error).toMatch(/ServiceBusConnection: is required[^]*RESULTS_TOPIC: is not the name/);
  });
});

describe('session-revoker explain', () => {
  it('reads files and the standard input, and needs no settings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'explain-'));
    const file = join(folder, 'request.json');
    writeFileSync(file, '{"user":"avery@contoso.com"}');
    const { code, out } = await run([bundledCli, 'explain', '--json', file, '-'], {}, 'not json');
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { result: string }).result),
    ).toEqual(['request', 'rejected']);
    expect(code).toBe(0);
    rmSync(folder, { recursive: true });
  });
  it('ends with 2 when a file does not exist', async () =>
    expect(await run([bundledCli, 'explain', '/nowhere'])).toMatchObject({ code: 2 }));
});

describe('npm start -- --once', () => {
  it('ends with 0, and shows the expected outcomes for every sample', async () => {
    const { code, out, error } = await run([join(projectFolder, 'build/local/start.js'), '--once']);
    expect(error).toBe('');
    expect(out).toMatch(/20 of 20 outcomes, 0 not as expected/);
    expect(out).not.toContain('\u001b');
    expect(out).not.toMatch(/^NO/m);
    expect(code).toBe(0);
  });
});
