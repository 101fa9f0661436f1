import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseWay } from '../../shared/cli/profile/choose-way';
import type { AskAzure } from '../../shared/cli/profile/find-app';
import { profileFile, profileStore } from '../../shared/cli/profile/profile-store';
import type { Profiles } from '../../shared/cli/profile/profiles';
import { appOrigin } from '../../shared/cli/profile/profiles';
import { program } from '../../shared/cli/program';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const AUDIENCE = '7d1f0a4c-2b3e-4f5a-9c6d-8e7f0a1b2c3d';
const production = { url: 'https://production.example', audience: AUDIENCE };
const drill = { url: 'https://drill.example', audience: AUDIENCE, tenant: 'contoso.com' };
const profiles: Profiles = { current: 'production', profiles: { production, drill } };
const local = { SESSION_REVOKER_URL: 'http://127.0.0.1:4711', SESSION_REVOKER_TOKEN: 'token' };
const queue = { ServiceBusConnection__fullyQualifiedNamespace: 'sb.example' };

describe('the way to the app', () => {
  it.each([
    ['--direct comes first', { direct: true, profile: 'drill' }, local, 'direct'],
    ['then --profile', { profile: 'drill' }, local, 'https://drill.example'],
    ['then the environment', {}, local, 'http://127.0.0.1:4711'],
    ['then the profile in use', {}, queue, 'https://production.example'],
  ] as const)('%s', (_case, asked, environment, expected) => {
    const way = chooseWay(asked, environment, profiles);
    expect(way.kind === 'api' ? way.profile.url : way.kind).toBe(expected);
  });
  it('is that to queue and ledger for a person who has nothing but their settings', () =>
    expect(chooseWay({}, queue, { profiles: {} }).kind).toBe('direct'));
  it.each([
    [{}, {}, /session-revoker use NAME --url/],
    [{ profile: 'other' }, {}, /there are production, drill/],
    [{}, { SESSION_REVOKER_URL: 'http://app.example', SESSION_REVOKER_TOKEN: 't' }, /begins with https/],
    [{}, { SESSION_REVOKER_URL: 'https://app.example' }, /SESSION_REVOKER_AUDIENCE is missing/],
  ])('is none where %j and %j say too little', (asked, environment, problem) =>
    expect(chooseWay(asked, environment, 'profile' in asked ? profiles : { profiles: {} })).toMatchObject({
      kind: 'none',
      problem: expect.stringMatching(problem),
    }),
  );
  it('sends the token of the environment to its own address alone', () =>
    expect(chooseWay({ profile: 'drill' }, local, profiles)).not.toHaveProperty('token'));
});

describe('an address to which a token may be sent', () => {
  it.each([
    ['https://app.example/api/console', 'https://app.example'],
    ['app.example', 'https://app.example'],
    ['http://127.0.0.1:7071', 'http://127.0.0.1:7071'],
    ['http://[::1]:7071', 'http://[::1]:7071'],
    ['http://app.example', undefined],
    ['http://127.0.0.1.evil.example', undefined],
    ['https://user:secret@app.example', undefined],
    ['ftp://app.example', undefined],
    ['not an address', undefined],
  ])('%s: %s', (address, origin) => expect(appOrigin(address)).toBe(origin));
});

const sites = {
  value: [
    {
      id: '/subscriptions/s/sites/app',
      name: 'app',
      kind: 'functionapp,linux',
      properties: { defaultHostName: 'app.example' },
    },
  ],
};
const azure =
  (settings: object | Error, found: object = sites): AskAzure =>
  (method, path) => {
    if (path.startsWith('/subscriptions?')) return Promise.resolve({ value: [{ subscriptionId: 's' }] });
    if (method === 'GET') return Promise.resolve(found);
    return settings instanceof Error ? Promise.reject(settings) : Promise.resolve({ properties: settings });
  };

async function run(args: readonly string[], asked: AskAzure = azure({ API_AUDIENCE: AUDIENCE })) {
  const file = join(mkdtempSync(join(tmpdir(), 'profiles-')), 'below', 'profiles.json');
  const terminal = aTerminal();
  const store = profileStore(file);
  const line = (words: readonly string[]) =>
    program(programEnvironment({ terminal, profiles: store, azure: () => asked }), ['use', ...words]);
  const code = await line(args).catch((error: unknown) => String(error));
  return { code, file, store, line, ...terminal.seen };
}

describe('session-revoker use', () => {
  it('keeps the app in a file of this person alone, without a secret', async () => {
    const { code, file, store } = await run(['production', '--url', 'app.example', '--audience', AUDIENCE]);
    expect(code).toBe(0);
    expect(await store.read()).toEqual({
      current: 'production',
      profiles: { production: { url: 'https://app.example', audience: AUDIENCE } },
    });
    expect([statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/token|secret/i);
  });
  it('goes back to a profile by its name, and lists all with the one in use', async () => {
    const { line, out, store } = await run(['one', '--url', 'one.example', '--audience', AUDIENCE]);
    await line(['two', '--url', 'two.example', '--audience', AUDIENCE, '--tenant', 'contoso.com']);
    await line(['one']);
    expect((await store.read()).current).toBe('one');
    out.length = 0;
    await line(['--json']);
    await line([]);
    expect(out.slice(-2)).toEqual([
      expect.stringMatching(/^\* +one +https:\/\/one\.example/),
      expect.stringMatching(/^ +two +https:\/\/two\.example +\S+ +contoso\.com$/),
    ]);
  });
  it('finds the app of a resource group, with what its tokens are for', async () => {
    const { code, store } = await run(['production', '--resource-group', 'rg']);
    expect([code, (await store.read()).profiles]).toEqual([
      0,
      { production: { url: 'https://app.example', audience: AUDIENCE } },
    ]);
  });
  it.each<[string, readonly string[], AskAzure | undefined, RegExp]>([
    ['no name', ['--url', 'app.example'], undefined, /no name/],
    ['a name that is new, and no address', ['new'], undefined, /--url .* --resource-group/],
    ['no audience', ['new', '--url', 'app.example'], undefined, /--audience/],
    [
      'an address without encryption',
      ['new', '--url', 'http://app.example', '--audience', AUDIENCE],
      undefined,
      /https/,
    ],
    [
      'an audience of something else',
      ['new', '--url', 'app.example', '--audience', 'https://graph.microsoft.com'],
      undefined,
      /is not API_AUDIENCE/,
    ],
    [
      'a tenant that is a command',
      ['new', '--url', 'app.example', '--audience', AUDIENCE, '--tenant', 'x; id'],
      undefined,
      /tenant/,
    ],
    ['no app there', ['new', '--resource-group', 'rg'], azure({}, { value: [] }), /no function app/],
    ['an app without its API', ['new', '--resource-group', 'rg'], azure({}), /API_AUDIENCE is not set/],
    [
      'settings that they may not read',
      ['new', '--resource-group', 'rg'],
      azure(new Error('403')),
      /Website Contributor.*--audience/,
    ],
  ])('writes nothing, and says what is missing: %s', async (_case, args, asked, problem) => {
    const { code, error, store } = await run(args, asked);
    expect(typeof code === 'string' ? code : error.join()).toMatch(problem);
    expect(await store.read()).toEqual({ profiles: {} });
  });
  it('says which file it cannot read', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'profiles-')), 'profiles.json');
    writeFileSync(file, '{ "profiles": 7 }');
    await expect(profileStore(file).read()).rejects.toThrow(`${file} is not a file of profiles`);
  });
  it.each([
    ['linux', {}, '/home/kim/.config/session-revoker/profiles.json'],
    ['linux', { XDG_CONFIG_HOME: '/etc/kim' }, '/etc/kim/session-revoker/profiles.json'],
    ['win32', { APPDATA: '/appdata' }, '/appdata/session-revoker/profiles.json'],
  ])('has its file where %s keeps settings: %j', (platform, environment, file) =>
    expect(profileFile(environment, '/home/kim', platform)).toBe(file),
  );
});
