import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { API_AUDIENCE, tokenOfPerson } from '../../local/api-token';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { PowerShellSession } from '../support/powershell';
import { isPowerShellMissing, startPowerShell } from '../support/powershell';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/powershell.md'), 'utf8');
const examples = [...page.matchAll(/^## (.+)$|^```powershell\n([^]*?)^```$/gm)];

let stack: LocalStack;
let shell: PowerShellSession;
let folder: string;
let origin: string;

/** The sections of the page with their examples, in the order in which a reader tries them. */
const sections: { readonly title: string; readonly script: string }[] = [];
for (const [, title, script = ''] of examples) {
  if (title !== undefined) sections.push({ title, script: '' });
  else sections.push({ title: sections.at(-1)?.title ?? '', script });
}
const written = sections.filter(({ script }) => script !== '');

beforeAll(async () => {
  if (isPowerShellMissing) return;
  stack = await startLocalStack({ projectFolder: root });
  const REVOCATION_POLICY = '{ "containment": { "steps": ["disableSignIn"] } }';
  const API_AUTHORITY = stack.tenant.authorityHost;
  const host = await stack.startHost({ API_AUDIENCE, API_AUTHORITY, REVOCATION_POLICY });
  origin = host.http?.origin ?? '';
  const tokenOf = (user: string) => tokenOfPerson(stack.tenant.accessTokens, user);
  folder = mkdtempSync(join(tmpdir(), 'powershell-page-'));
  symlinkSync(join(root, 'powershell'), join(folder, 'powershell'));
  mkdirSync(join(folder, '.local'));
  const lead = await tokenOf('lead@contoso.com');
  writeFileSync(join(folder, '.local/api-token'), lead);
  writeFileSync(join(folder, 'users.csv'), 'UserPrincipalName\nindigo@contoso.com\n');
  shell = startPowerShell();
  shell.signIn(lead);
  // What the page takes for granted: the folder of the project, the audience, somebody who answers questions with yes, and what waits.
  await shell.run(
    `Set-Location '${folder}'; $env:API_AUDIENCE = '${API_AUDIENCE}'; $ConfirmPreference = 'None'`,
  );
  await ask(await tokenOf('soc@contoso.com'));
});
afterAll(async () => {
  if (isPowerShellMissing) return;
  await shell.close();
  await stack.stop();
  rmSync(folder, { recursive: true });
});

/** Has another person ask for what the page decides on. */
async function ask(token: string): Promise<void> {
  const said = await shell.run(
    `$null = Connect-SessionRevoker ${origin} -AccessToken (ConvertTo-SecureString '${token}' -AsPlainText -Force)
     'quinn@contoso.com', 'parker@contoso.com' | Revoke-UserSession -RequireApproval -Wait`,
  );
  expect(said).toMatchObject({ errors: [], objects: [{}, {}] });
}

/** What the objects of an example must have, by its section; the warnings are those of the app. */
const expected: Readonly<Record<string, readonly object[]>> = {
  'Install it': [],
  Connect: [{ TokenFrom: expect.stringMatching(/^(?:AzureCli|AccessToken)$/) }],
  'Sign users out': [
    { User: 'blake@contoso.com', Status: expect.stringMatching(/^(?:whatIf|signOutPending)$/) },
  ],
  Look: [{ User: 'blake@contoso.com', Status: 'signOutPending' }],
  Approve: [{ User: 'quinn@contoso.com' }],
  'Undo a containment': [{ User: 'casey@contoso.com' }, { User: 'casey@contoso.com' }],
  Stop: [{ State: 'stopped', Reason: 'Too many users' }, { State: 'running' }],
  'Use the name of the cmdlet': [{ User: 'blake@contoso.com', Status: 'whatIf' }],
};

(isPowerShellMissing ? describe.skip : describe)('docs/powershell.md', () => {
  it.each(written.map(({ title, script }) => [title, script] as const))('%s: %s', async (title, script) => {
    const here = script.replace(/https:\/\/APP\.azurewebsites\.net|http:\/\/127\.0\.0\.1:7071/g, origin);
    const said = await shell.run(here);
    expect(said.errors).toEqual([]);
    expect(said.objects.length).toBeGreaterThan(0);
    for (const [index, object] of (expected[title] ?? [{ none: title }]).entries()) {
      expect(said.objects[index]).toMatchObject(object);
    }
  });
  it('has decided what waited', async () => {
    expect(await shell.run('Get-RevocationApproval; "none"')).toMatchObject({
      errors: [],
      objects: ['none'],
    });
  });
});
