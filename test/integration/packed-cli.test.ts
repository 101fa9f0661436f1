import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { API_AUDIENCE, tokenOfPerson } from '../../local/api-token';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { version } from '../../shared/cli/version';

const projectFolder = join(__dirname, '../..');
const MEBIBYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'packed-'));
const empty = join(folder, 'empty');
/** Without the settings of npm that runs the tests, which say where it installs. */
const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|SESSION_REVOKER|ServiceBus)/i.test(name)),
);
let stack: LocalStack;
let environment: Readonly<Record<string, string | undefined>>;

function npm(cwd: string, ...args: string[]): void {
  const cache = join(folder, 'cache');
  execFileSync(
    'npm',
    [...args, '--cache', cache, '--no-audit', '--no-fund', '--no-update-notifier', '--silent'],
    {
      cwd,
      env: clean,
    },
  );
}

beforeAll(async () => {
  mkdirSync(empty);
  npm(projectFolder, 'pack', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  // Nothing but the tarball: no registry is asked.
  npm(empty, 'install', '--offline', '--prefix', empty, join(folder, tarball));
  stack = await startLocalStack({ projectFolder });
  const { accessTokens, authorityHost } = stack.tenant;
  const { http } = await stack.startHost({ API_AUDIENCE, API_AUTHORITY: authorityHost });
  environment = {
    ...clean,
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    SESSION_REVOKER_URL: http?.origin,
    SESSION_REVOKER_TOKEN: await tokenOfPerson(accessTokens, 'lead@contoso.com'),
  };
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a line of a shell in the folder where the command line is installed. */
async function shell(
  line: string,
  env: Readonly<Record<string, string | undefined>> = environment,
): Promise<Ended> {
  const PATH = `${join(empty, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  try {
    const { stdout: out, stderr: error } = await promisify(execFile)('bash', ['-c', line], {
      cwd: empty,
      env: { ...env, PATH, NODE: process.execPath },
    });
    return { code: 0, out, error };
  } catch (failed) {
    const { code, stdout: out, stderr: error } = failed as { code: number; stdout: string; stderr: string };
    return { code, out, error };
  }
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('the package of the command line', () => {
  it('needs no other package, and runs nothing when it is installed', () => {
    expect(readdirSync(join(empty, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'session-revoker',
    ]);
    const manifest = JSON.parse(
      readFileSync(join(empty, 'node_modules/session-revoker/package.json'), 'utf8'),
    ) as { readonly dependencies?: object; readonly scripts: Readonly<Record<string, string>> };
    expect(manifest.dependencies).toBeUndefined();
    expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
  });
  it('is less than 5 MB, in one file of code', () => {
    const files = filesBelow(join(empty, 'node_modules/session-revoker'));
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThan(5 * MEBIBYTE);
    expect(files.filter((file) => file.endsWith('.js'))).toHaveLength(1);
  });
  it('has the licences of what is in it, and no path of the machine that built it', () => {
    const bin = join(empty, 'node_modules/session-revoker/bin');
    const licences = readFileSync(join(bin, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['@azure/identity', '@azure/service-bus', 'commander', 'zod'])
      expect(licences).toMatch(new RegExp(`^${name.replace('/', '\\/')} \\d`, 'm'));
    expect(readFileSync(join(bin, 'session-revoker.js'), 'utf8').includes(projectFolder)).toBe(false);
  });
});

describe('session-revoker, installed in an empty folder', () => {
  it('prints its version', async () =>
    expect(await shell('session-revoker --version')).toEqual({ code: 0, out: `${version}\n`, error: '' }));
  it('explains what comes from a slow pipe', async () => {
    const writer = `"$NODE" -e 'setTimeout(() => process.stdout.write("{\\"user\\":\\"avery@contoso.com\\"}"), 500)'`;
    expect(await shell(`${writer} | session-revoker explain -`, clean)).toMatchObject({
      code: 0,
      out: expect.stringContaining('avery@contoso.com'),
      error: '',
    });
  });
  it('signs a user out in the name of the caller, whose history has it', async () => {
    const { code, out } = await shell('session-revoker revoke --user avery@contoso.com --no-confirm --wait');
    expect([code, out]).toEqual([0, expect.stringMatching(/^signOutPending: /m)]);
    const history = await shell(
      `session-revoker history avery@contoso.com -o json --query '[0].requestedBy'`,
    );
    expect(history).toEqual({ code: 0, out: '"lead@contoso.com"\n', error: '' });
  });
  it('lists what waits, to a reader that wants one line, and approves it', async () => {
    const send = `echo '{ "user": "blake@contoso.com", "confirm": true }' > request.json`;
    const curl = `curl -sS "$SESSION_REVOKER_URL/api/requests" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d @request.json`;
    const TOKEN = await tokenOfPerson(stack.tenant.accessTokens, 'soc@contoso.com');
    await shell(`${send} && ${curl}`, { ...environment, TOKEN });
    const listed = async (): Promise<Ended> => {
      const found = await shell(`session-revoker pending -o tsv --query '[].confirmation'`);
      return found.out === '' ? listed() : found;
    };
    const id = (await listed()).out.trim();
    expect(await shell(`session-revoker pending -o json | head -1; echo "\${PIPESTATUS[0]}"`)).toEqual({
      code: 0,
      out: '[\n0\n',
      error: '',
    });
    const approved = await shell(`session-revoker approve ${id} --no-confirm -o json --query '[].status'`);
    expect([approved.code, JSON.parse(approved.out)]).toEqual([0, ['signOutPending']]);
  });
  it('checks the role of its caller and the app', async () => {
    const { code, out } = await shell('session-revoker doctor');
    expect([code, out]).toEqual([0, expect.stringMatching(/^ok +caller +lead@contoso\.com is signed in/)]);
    const TOKEN = await tokenOfPerson(stack.tenant.accessTokens, 'soc@contoso.com', ['Revocation.Request']);
    const denied = await shell('session-revoker doctor', { ...environment, SESSION_REVOKER_TOKEN: TOKEN });
    expect([denied.code, denied.out]).toEqual([
      1,
      expect.stringMatching(/assign the role Revocation\.Read to you/),
    ]);
  });
  it('says what to do where no app is chosen', async () =>
    expect(
      await shell('session-revoker pending', { ...clean, HOME: folder, XDG_CONFIG_HOME: folder }),
    ).toMatchObject({
      code: 2,
      error: expect.stringMatching(/^No app is chosen\. .*session-revoker use NAME --url/),
    }));
});
