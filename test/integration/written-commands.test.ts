import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { averyAccount } from '../fixtures/alerts/alert-fixture';
import { alertFixtures } from '../fixtures/alerts/all';
import { API_AUDIENCE, tokenOfPerson } from '../../local/api-token';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { ConnectedTenantSeed } from '../../local/tenant/connected-tenants';
import { northwind } from '../../local/tenant/northwind';
import { schemas } from '../../shared/api/schemas';
import { bundledCli } from '../support/bundled-cli';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { eventually } from '../support/eventually';
import { atTerminal, hasPty } from '../support/pty';
import type { Ended } from '../support/run-program';
import { blocks, commandsIn, ownArguments } from '../support/written-commands';
import { sealInStorage, writeDownloadedSeal } from '../support/written-seal';

// Each command of ours in the pages, as it is written, at a terminal at which a person says yes.

if (!hasPty) console.warn('Skipped: the commands of the pages need python3 with the module pty.');

const FABRIKAM_TENANT_ID = 'c2046ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f';
const fabrikam: ConnectedTenantSeed = {
  tenantId: FABRIKAM_TENANT_ID,
  users: [{ id: '2c3d4e5f-6071-4b82-9c93-ada4beb5cfc1', userPrincipalName: 'quinn@fabrikam.example' }],
  connection: {},
};

/** What is not run, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'revoke --tenant $northwind --user sage@northwind.example --wait':
    'is written for a minute later, when the app has read the connection; the tests of tenants run it',
};

/** The exit codes other than 0, of what the stack answers to a command. */
const ENDS_WITH: Readonly<Record<string, number>> = {
  // Nothing is held.
  'release --by lead@contoso.com': 1,
  // Nobody is contained.
  'restore inc-1 --what-if --reason "The alert was false"': 1,
  'restore inc-1 --reason "The alert was false"': 1,
  'give-up inc-1 --reason "The account is deleted"': 1,
};

const folder = mkdtempSync(join(tmpdir(), 'session-revoker-pages-'));
let stack: LocalStack;
let talk: Conversation;
let api: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  stack = await startLocalStack({
    projectFolder: join(__dirname, '../..'),
    connected: [northwind, fabrikam],
  });
  const { accessTokens, authorityHost } = stack.tenant;
  const { http } = await stack.startHost({
    API_AUDIENCE,
    API_AUTHORITY: authorityHost,
    // As npm start has it: what the pages approve came by the queue.
    REVOCATION_POLICY: JSON.stringify({ approvals: { proof: 'optional', maxAuthAge: 'P1D' } }),
  });
  api = {
    SESSION_REVOKER_URL: http?.origin ?? '',
    SESSION_REVOKER_TOKEN: await tokenOfPerson(accessTokens, 'lead@contoso.com'),
  };
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
  const alert = alertFixtures.find(({ format }) => format === 'graphAlert')?.alert([averyAccount]);
  writeFileSync(join(folder, 'alert.json'), JSON.stringify(alert));
  writeFileSync(join(folder, 'policy.json'), JSON.stringify({ brake: { users: 25, window: 'PT1H' } }));
  writeFileSync(join(folder, 'request.json'), JSON.stringify({ user: 'sage@northwind.example' }));
  await writeDownloadedSeal(folder);
  await sealInStorage(stack.environment['LEDGER_STORAGE'] ?? '');
  mkdirSync(join(folder, 'infra/settings/formats'), { recursive: true });
  writeFileSync(join(folder, 'infra/settings/formats/acme.json'), JSON.stringify(ACME));
  for (const [n, mail] of ['avery@contoso.com', 'blake@contoso.com'].entries()) {
    const acme = { product: 'Acme', id: String(n), headline: 'Spray', mail };
    writeFileSync(join(folder, `alert-${String(n + 1)}.json`), JSON.stringify(acme));
  }
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const ACME = [
  {
    name: 'acme',
    match: [{ path: 'product', is: 'Acme' }],
    alert: { provider: 'Acme', id: 'id', title: 'headline' },
    accounts: [{ names: { userPrincipalName: 'mail' } }],
  },
];

/** What stands in the pages for what a reader has. */
const PLACES: readonly (readonly [written: RegExp, here: () => Promise<string>])[] = [
  [/9b1c…/g, waiting],
  [/\b1[25]\b/g, kept],
  [/you@contoso\.com/g, () => Promise.resolve('avery@contoso.com')],
  [/TENANT_ID/g, () => Promise.resolve(FABRIKAM_TENANT_ID)],
];

/** The id of a request that waits for approval. */
async function waiting(): Promise<string> {
  const [waits] = await talk.ask({ user: 'casey@contoso.com', confirm: true });
  return waits?.data.confirmation?.id ?? '';
}

/** The number of an original in quarantine. */
async function kept(): Promise<string> {
  const before = stack.broker.length('revocation-rejected');
  await talk.ask({ user: 'nobody' });
  await eventually('the original is kept', () => stack.broker.length('revocation-rejected') > before);
  const { SESSION_REVOKER_URL: app, SESSION_REVOKER_TOKEN: token } = api;
  const headers = { authorization: `Bearer ${String(token)}` };
  const response = await fetch(`${String(app)}/api/quarantine?top=100`, { headers });
  return schemas.Quarantine.parse(await response.json()).value.at(-1)?.number ?? '';
}

async function inPlace(command: string): Promise<string> {
  let text = command;
  for (const [written, here] of PLACES) {
    for (const found of text.match(written) ?? []) text = text.replace(found, await here());
  }
  return text;
}

/** How a shell finds the command line, and what `npm run NAME --` stands for. */
const SHELL = `
session-revoker() { "$NODE" "$CLI" "$@"; }
npm() {
  local command=
  while [ "$1" != -- ]; do case "$1" in revoke|explain|quarantine) command=$1 ;; esac; shift; done
  shift; session-revoker $command "$@"
}
home=6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31 northwind=b1946ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f
cd "$FOLDER"
`;

/** Runs arguments, or a line of a shell, at a terminal at which a person says yes. */
function run(line: string): Promise<Ended> {
  const command = /^(?:session-revoker|npm|\w+=)/.test(line) ? line : `session-revoker ${line}`;
  const environment = { TERM: 'dumb', ...stack.environment, ...api };
  const places = { NODE: process.execPath, CLI: bundledCli, FOLDER: folder, HOME: folder };
  const compiled = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const typing = { columns: 200, after: '[y/N]', typed: 'y\n' };
  return atTerminal(['bash', '-c', `${SHELL}${command}`], { ...environment, ...places, ...compiled }, typing);
}

/** The commands of each block, by which the same block of another page is known, and their pages. */
const withOwn = Map.groupBy(blocks, ({ text }) => commandsAsWritten(text).join('\n'));

/** The lines of a block that are of ours alone, pipes included; the variables of a block stay in them. */
function commandsAsWritten(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => commandsIn({ text: line }).some((command) => ownArguments(command) !== undefined));
}

(hasPty ? describe : describe.skip)('the commands of the pages work as they are written', () => {
  for (const [written, found] of withOwn) {
    if (written === '') continue;
    const commands = written.split('\n');
    const where = new Set(found.map(({ page }) => page));
    it(`${[...where].join(', ')}: ${commands.join('; ')}`, async () => {
      for (const command of commands) {
        const args = ownArguments(command) ?? '';
        if (args in NOT_RUN) continue;
        const { code, out } = await run(await inPlace(command));
        expect({ command, out, code }).toEqual({ command, out, code: ENDS_WITH[args] ?? 0 });
      }
      if (commands.some((command) => / stop /.test(command))) await run('resume --reason Over --no-confirm');
    });
  }
});
