import { expect, it } from '@jest/globals';
import { statuses } from '../../shared/core/outcome';
import { problems } from '../../shared/api/answer';
import { repositoryFiles } from '../support/repository';

const files = new Map(repositoryFiles().map(({ path, text }) => [path, text]));
const read = (path: string): string => files.get(path)?.() ?? '';
const MODULE = 'powershell/SessionRevoker';
const page = read('docs/powershell.md');

it('the PowerShell module has the version of the project', () => {
  const { version } = JSON.parse(read('package.json')) as { readonly version: string };
  expect(read(`${MODULE}/SessionRevoker.psd1`)).toContain(`ModuleVersion        = '${version}'`);
});
it('docs/powershell.md and the topic of the module have each status once', () => {
  const [, streams = ''] = /^## Sign users out\n([^]*?)^## /m.exec(page) ?? [];
  const topic = read(`${MODULE}/en-US/about_SessionRevoker.help.txt`);
  const rows = streams.split('\n').filter((line) => line.startsWith('| `'));
  for (const status of statuses) {
    expect(rows.filter((row) => row.includes(`\`${status}\``))).toHaveLength(1);
    expect(topic).toMatch(new RegExp(`^    (?:Verbose|Warning|Error) .*\\b${status}\\b`, 'm'));
  }
});
it('docs/powershell.md names commands that the module has, and all of them', () => {
  const [, listed = ''] =
    /FunctionsToExport\s+= @\(([^)]*)\)/.exec(read(`${MODULE}/SessionRevoker.psd1`)) ?? [];
  const exported = [...listed.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name);
  expect(exported).toHaveLength(14);
  const topic = read(`${MODULE}/en-US/about_SessionRevoker.help.txt`);
  expect(exported.filter((name) => !topic.includes(name))).toEqual([]);
  const named = [
    ...page.matchAll(
      /\b[A-Z][a-z]+-(?:SessionRevoker\w*|UserSession\w*|UserContainment|UserAccess|RevocationApproval)\b/g,
    ),
  ];
  expect(named.map(([name]) => name).filter((name) => !exported.includes(name))).toEqual([]);
});
it('docs/powershell.md has the category of each problem that the module can meet', () => {
  const others = ['notPossible', 'crossOrigin', 'lengthRequired', 'unsupportedType'];
  const codes = Object.keys(problems).filter((code) => !others.includes(code));
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
