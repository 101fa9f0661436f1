import { describe, expect, it } from '@jest/globals';
import { previewLedger } from '../../shared/adapters/ledger/preview-ledger';
import { program } from '../../shared/cli/program';
import type { Policy } from '../../shared/core/policy';
import { processMessage } from '../../shared/app/process-message';
import { alertFixtures } from '../fixtures/alerts/all';
import { changed } from '../fixtures/alerts/alert-fixture';
import { programEnvironment } from '../support/program-environment';
import { aMessage, members, appOfTwins } from '../support/app';
import { OTHER_TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';
import { aTerminal } from '../support/terminal';

const account = { id: members[0]?.id ?? '', upn: '', sid: '', name: '', suffix: '', domain: '' };
const incident = alertFixtures.find(({ format }) => format === 'sentinelIncidentTrigger')?.alert([account]);

const files: Readonly<Record<string, unknown>> = {
  'incident.json': incident,
  'closed.json': changed(incident, { 'object/properties/status': 'Closed' }),
  'guest.json': { user: 'guest@contoso.com' },
  'nobody.json': { user: 'nobody@contoso.com' },
  'broken.json': { userr: 'avery@contoso.com' },
  'blake.json': { user: 'blake@contoso.com' },
};

/** A tenant in which the app has signed `blake` out already, and a terminal. */
async function tenant(policy: Partial<Policy> = {}) {
  const side = appOfTwins(policy);
  await processMessage(side.dependencies, aMessage({ user: 'blake@contoso.com' }));
  const before = [...side.tenant.revoked];
  const terminal = aTerminal();
  const run = (...args: string[]): Promise<number> =>
    program(
      programEnvironment({
        terminal,
        readFile: (file) => Promise.resolve(Buffer.from(JSON.stringify(files[file]))),
        connectPreview: () =>
          Promise.resolve({ ...side.dependencies, ledger: previewLedger(side.dependencies.ledger) }),
      }),
      ['what-if', ...args],
    );
  const changedNothing = (): boolean =>
    side.tenant.revoked.length === before.length &&
    side.resultsTopic.published.length === 1 &&
    side.requestQueue.sent.length === 0;
  return { ...terminal.seen, run, changedNothing };
}

describe('what-if', () => {
  it('shows what would happen to which users and why, in any format, and changes nothing', async () => {
    const { run, out, changedNothing } = await tenant();
    expect(await run(...Object.keys(files).slice(0, 5))).toBe(0);
    expect(out).toEqual([
      'FILE           USER                WOULD BE        EVENT        RULE  REASON',
      'incident.json  avery@contoso.com   signOutPending  Token theft  -     Token theft',
      'closed.json    -                   nothingToDo     -            -     The format ignores alerts that meet this condition: object.properties.status = closed.',
      'guest.json     guest@contoso.com   notApplicable   -            -     The home of this user is elsewhere (identity of type federated); the sessions must be revoked there.',
      'nobody.json    nobody@contoso.com  userNotFound    -            -     The directory of this tenant has no such user.',
      expect.stringMatching(
        /^broken.json    -                   rejected        -            -     \$: is not an alert/,
      ),
      '',
      'Nothing was changed. 1 signOutPending, 1 nothingToDo, 1 notApplicable, 1 userNotFound, 1 rejected.',
      'Judged as sent by queue; pass --received-by to name another sender.',
    ]);
    expect(changedNothing()).toBe(true);
  });
  it('uses the state of the ledger: whether the brake would hold', async () => {
    const { run, out, changedNothing } = await tenant({
      brake: { users: 1, windowMs: 3_600_000, repeats: 3 },
    });
    expect(await run('incident.json', 'blake.json', '--json')).toBe(0);
    expect(out.map((line) => (JSON.parse(line) as { predicted: string }).predicted)).toEqual([
      'held',
      'signOutPending',
    ]);
    expect(changedNothing()).toBe(true);
  });
  it('shows who is protected, and who would need an approval', async () => {
    const { run, out } = await tenant({
      protected: { users: ['avery@contoso.com'], groups: [], roles: [] },
      confirmation: { always: true, groups: [], roles: [], expiresAfterMs: 1 },
    });
    await run('incident.json', 'blake.json');
    expect(out[1]).toMatch(/protected {13}Token theft {2}- {5}Policy protects this user/);
    expect(out[2]).toMatch(/awaitingConfirmation {2}- {12}- {5}Policy requires approval/);
  });
  it('shows the event and the rule that lets it only preview', async () => {
    const { run, out } = await tenant({ sources: [{ name: 'sources[0]', effect: 'whatIf' }] });
    await run('incident.json');
    expect(out[1]).toMatch(
      /whatIf {4}Token theft {2}sources\[0\] {2}Policy only previews this event \(Token theft\)/,
    );
    out.length = 0;
    await run('incident.json', '--json');
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ event: 'Token theft', sourceRule: 'sources[0]' });
  });
  it.each([
    [[], 'awaitingConfirmation', 'queue'],
    [['--received-by', 'webhook:acme'], 'signOutPending', 'webhook:acme'],
  ])(
    'judges rules on the sender, who is the queue unless another is named: %j',
    async (options, would, sender) => {
      const { run, out } = await tenant({
        sources: [{ name: 'sources[0]', receivedBy: 'queue', effect: 'confirm' }],
      });
      await run('incident.json', ...options);
      expect(out[1]).toContain(would);
      expect(out.at(-1)).toContain(`Judged as sent by ${sender};`);
      out.length = 0;
      await run('incident.json', '--json', ...options);
      expect(JSON.parse(out[0] ?? '')).toMatchObject({ predicted: would, receivedBy: sender });
    },
  );
  it('judges old alerts as of now, or as if they had just been raised', async () => {
    const { run, out } = await tenant({ maxRequestAgeMs: 60_000 });
    const old = changed(incident, { 'object/properties/createdTimeUtc': '2026-11-01T00:00:00Z' });
    Object.assign(files, { 'old.json': old });
    await run('old.json');
    expect(out[1]).toContain('expired');
    expect(out.at(-2)).toContain('--as-new');
    out.length = 0;
    await run('old.json', '--as-new');
    expect(out[1]).toContain('signOutPending');
  });
  it('names the tenant of each message where one is for a connected tenant', async () => {
    const robin = {
      id: '1b2c3d4e-0000-4000-8000-000000000001',
      userPrincipalName: 'robin@northwind.example',
    };
    const connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['webhook:northwind'] };
    const { dependencies } = connectedApp([{ connection, users: [robin] }]);
    const terminal = aTerminal();
    const environment = programEnvironment({
      terminal,
      readFile: () => Promise.resolve(Buffer.from(JSON.stringify({ user: robin.userPrincipalName }))),
      connectPreview: () => Promise.resolve({ ...dependencies, ledger: previewLedger(dependencies.ledger) }),
    });
    await program(environment, ['what-if', '--received-by', 'webhook:northwind', 'robin.json']);
    expect(terminal.seen.out.slice(0, 4)).toEqual([
      'FILE        TENANT                                USER                     WOULD BE        REASON',
      `robin.json  ${OTHER_TENANT_ID}  robin@northwind.example  signOutPending  -`,
      '',
      'Nothing was changed. 1 signOutPending.',
    ]);
  });
});
