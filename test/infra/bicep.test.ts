import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bicep } from '../../infra/bicep';
import { GRAPH_TEMPLATES } from '../../infra/build-graph-template';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-revoker-bicep-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A compiler that writes so to its standard error, and succeeds or fails. */
function compile(stderr: string, status = 0) {
  const command = join(folder, 'bicep');
  writeFileSync(command, `#!/bin/sh\ncat >&2 <<'END'\n${stderr}\nEND\nexit ${String(status)}\n`, {
    mode: 0o755,
  });
  return bicep({ command, origin: 'a test' }, 'build', 'main.bicep');
}

const at = '/infra/app/storage.bicep(13,53) : Warning';
const OLD = `${at} use-recent-api-versions: Use more recent API version for 'Microsoft.Storage/storageAccounts'. '2023-05-01' is 1305 days old. [https://aka.ms/bicep]`;

describe('what the compiler finds', () => {
  it.each<[string, string, number, boolean]>([
    ['nothing', '', 0, true],
    ['an old API version', OLD, 0, true],
    [
      'that a command is experimental',
      "WARNING: The 'publish-extension' CLI command group is an experimental feature.",
      0,
      true,
    ],
    [
      'a warning of the linter',
      `${at} no-unused-params: Parameter "x" is declared but never used.`,
      0,
      false,
    ],
    [
      'an old API version and another warning',
      `${OLD}\n${at} BCP081: Resource type does not have types available.`,
      0,
      false,
    ],
    ['a difference, without a word', '', 1, false],
  ])('%s', (_what, stderr, status, isOk) => expect(compile(stderr, status).isOk).toBe(isOk));
  it('of old API versions is reported', () =>
    expect([...compile(OLD).oldVersions]).toEqual([
      ['Microsoft.Storage/storageAccounts', "'2023-05-01' is 1305 days old."],
    ]));
  it('is asked to include old API versions, as warnings', () => {
    expect(JSON.parse(read('infra/bicepconfig.json'))).toMatchObject({
      analyzers: { core: { enabled: true, rules: { 'use-recent-api-versions': { level: 'warning' } } } },
    });
  });
});

describe('the types of Microsoft Graph', () => {
  it.each(GRAPH_TEMPLATES)('that are vendored are of the version that a deployment of %s fetches', (name) => {
    const { settings } = JSON.parse(read('infra/vendored/msgraph-bicep-types/index.json')) as {
      readonly settings: { readonly version: string };
    };
    expect(JSON.parse(read(`infra/${name}/bicepconfig.json`))).toEqual({
      extensions: {
        microsoftGraphV1: `br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:${settings.version}`,
      },
    });
  });
});
