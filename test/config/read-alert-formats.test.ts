import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFolder } from '../../shared/config/app-folder';
import { namesOfFormats, readAlertFormats } from '../../shared/config/read-alert-formats';

const acme = {
  name: 'acme',
  match: [{ path: 'acme', exists: true }],
  alert: { provider: 'Acme' },
  accounts: [{ names: { id: 'id' } }],
};

const folder = mkdtempSync(join(tmpdir(), 'session-revoker-formats-'));
const outside = mkdtempSync(join(tmpdir(), 'session-revoker-outside-'));
mkdirSync(join(folder, 'formats'));
mkdirSync(join(folder, 'dist/functions'), { recursive: true });
const write = (path: string, content: string | Uint8Array): void =>
  writeFileSync(join(folder, path), content);
write('host.json', '{}');
write('formats/acme.json', JSON.stringify({ $schema: 'x', formats: [acme] }));
write('formats/list.json', `\uFEFF${JSON.stringify([{ ...acme, name: 'listed' }])}`);
write('formats/broken.json', '{');
write('formats/bytes.json', new Uint8Array([0xff, 0xfe]));
write('formats/large.json', ' '.repeat(1024 * 1024 + 1));
write(
  'formats/invalid.json',
  JSON.stringify({
    formats: [
      { ...acme, name: 5 },
      { ...acme, match: [] },
    ],
  }),
);
writeFileSync(join(outside, 'acme.json'), JSON.stringify([acme]));
symlinkSync(join(outside, 'acme.json'), join(folder, 'formats/link.json'));
symlinkSync(outside, join(folder, 'linked'));
afterAll(() => {
  for (const made of [folder, outside]) rmSync(made, { recursive: true });
});

function read(setting: unknown): ReturnType<typeof readAlertFormats> {
  return readAlertFormats(JSON.stringify(setting), folder);
}

function names(setting: unknown): readonly string[] {
  const formats = read(setting);
  return formats.kind === 'valid' ? formats.value.map(({ name }) => name) : formats.problems;
}

describe('formats are added', () => {
  it('as JSON text', () => expect(names([acme])).toEqual(['acme']));
  it('as the content of a file', () => expect(names({ formats: [acme] })).toEqual(['acme']));
  it('as the contents of several files, each with definitions of its own', () => {
    const file = (name: string, id: string): object => ({
      definitions: { person: { names: { id } } },
      formats: [{ ...acme, name, accounts: [{ use: 'person' }] }],
    });
    expect(names([file('one', 'a'), file('two', 'b'), acme])).toEqual(['one', 'two', 'acme']);
    expect(names([file('one', 'a'), { formats: [{ ...acme, name: 5 }] }])).toEqual([
      expect.stringMatching(/^ALERT_FORMATS \[1\]\.formats\[0\]\.name: /),
    ]);
  });
  it('as files of the folder of the app, whichever form they have', () =>
    expect(names(['formats/acme.json', './formats\\list.json'])).toEqual(['acme', 'listed']));
  it('in either way at once', () =>
    expect(names([{ ...acme, name: 'inline' }, 'formats/acme.json'])).toEqual(['inline', 'acme']));
  it('not at all when the setting is absent or blank', () => {
    for (const text of [undefined, ' ']) {
      expect(readAlertFormats(text, folder)).toMatchObject({ kind: 'valid', value: [] });
    }
  });
  it('under names that the policy may use, without those that they replace', () => {
    const known = namesOfFormats(read([{ ...acme, replaces: 'okta' }]));
    expect(known).toEqual(expect.arrayContaining(['native', 'acme', 'elastic']));
    expect(known).not.toContain('okta');
  });
});

describe('a file is refused', () => {
  const refused: readonly (readonly [path: string, problem: string])[] = [
    ['/etc/passwd', 'is an absolute path. Write a path relative to the folder of the app.'],
    ['C:\\formats.json', 'is an absolute path. Write a path relative to the folder of the app.'],
    ['\\\\server\\formats.json', 'is an absolute path. Write a path relative to the folder of the app.'],
    ['../acme.json', 'has "..". Write a path within the folder of the app.'],
    ['formats/../formats/acme.json', 'has "..". Write a path within the folder of the app.'],
    ['formats\\..\\formats/acme.json', 'has "..". Write a path within the folder of the app.'],
    ['formats/link.json', 'is a symbolic link, or is below one. Copy the file into the folder of the app.'],
    ['linked/acme.json', 'is a symbolic link, or is below one. Copy the file into the folder of the app.'],
    ['formats/missing.json', 'is not found in the folder of the app'],
    ['formats', 'is not a file'],
    ['formats/acme.json/x', 'cannot be read (ENOTDIR)'],
    ['a\0b', 'cannot be read (ERR_INVALID_ARG_VALUE)'],
    ['x'.repeat(5000), 'cannot be read (ENAMETOOLONG)'],
    ['', 'is not a file'],
    ['formats/broken.json', 'is not JSON (line 1, column 2)'],
    ['formats/bytes.json', 'is not UTF-8'],
    ['formats/large.json', 'is larger than 1048576 bytes'],
  ];
  it.each(refused.map(([path, problem]) => [JSON.stringify(path.slice(0, 40)), problem, path] as const))(
    'when it is %s: %s',
    (_name, problem, path) => {
      expect(names([path])).toEqual([`ALERT_FORMATS ${path}: ${problem}`]);
    },
  );
  it('with every problem of every file, each with its path', () =>
    expect(names(['formats/broken.json', 'formats/invalid.json', { ...acme, accounts: 5 }])).toEqual([
      'ALERT_FORMATS formats/broken.json: is not JSON (line 1, column 2)',
      'ALERT_FORMATS formats/invalid.json formats[0].name: must be text',
      'ALERT_FORMATS formats/invalid.json formats[1].match: must not be empty',
      'ALERT_FORMATS [2].accounts: must be a list of places',
    ]));
  it('when its path is not in a list, with the remedy', () =>
    expect(readAlertFormats('formats/acme.json', folder)).toEqual({
      kind: 'invalid',
      problems: ['ALERT_FORMATS: is not JSON. Write files as a list: ["formats/acme.json"]'],
    }));
});

describe('the folder of the app', () => {
  it('is the one that has host.json, at or above the code', () => {
    expect(appFolder(join(folder, 'dist/functions'))).toBe(folder);
    expect(appFolder(folder)).toBe(folder);
  });
  it('is that of the code when no folder has one', () => expect(appFolder(outside)).toBe(outside));
});
