import { describe, expect, it } from '@jest/globals';
import { program } from '../../shared/cli/program';
import type { TenantDesk } from '../../shared/cli/tenant-desk';
import { judgeConnection } from '../../shared/health/connection-check';
import type { CheckReport } from '../../shared/ports/health-check';
import { OTHER_TENANT_ID, TENANT_ID, aPolicy } from '../support/builders';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';
import { signedBy } from '../support/webhook-of';
import { inMemoryConnections } from '../twins/in-memory-connections';

const [APPLICATION, OTHER_APPLICATION] = [
  '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5b',
  '3d7b6a5c-1f2e-4d3c-8b9a-0c1d2e3f4a5c',
];
const THIRD = 'c2046ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f';
const LINK = `https://login.example/${OTHER_TENANT_ID}/adminconsent?client_id=`;
const webhook = signedBy('nw', 'old', 'new', 'both');
const ok: CheckReport = { name: 'token', status: 'ok', detail: 'There is one.' };
const failed: CheckReport = {
  name: 'token',
  status: 'failed',
  detail: 'No consent.',
  remedy: 'Send the link.',
};

function desk(
  given: {
    readonly answer?: boolean;
    /** Whether the connections are in the setting `TENANTS`. */
    readonly isListed?: true;
    readonly files?: Readonly<Record<string, string>>;
    readonly reports?: Readonly<Record<string, readonly CheckReport[]>>;
  } = {},
) {
  const store = inMemoryConnections();
  const terminal = aTerminal({ interactive: given.answer !== undefined, ...given });
  const connectTenants = (): Promise<TenantDesk> =>
    Promise.resolve({
      list: () => store.list(),
      ...(given.isListed ? {} : { store }),
      judge: (connection) => judgeConnection(connection, { policy: aPolicy(), webhook }),
      check: ({ tenantId }) => Promise.resolve(given.reports?.[tenantId] ?? [ok]),
      applicationId: APPLICATION,
      authorityHost: 'https://login.example',
      homeTenantId: TENANT_ID,
    });
  const readFile = (file: string) => Promise.resolve(Buffer.from(given.files?.[file] ?? ''));
  const environment = programEnvironment({ terminal, connectTenants, readFile });
  const run = (...args: string[]): Promise<number> => program(environment, args);
  const connect = (tenantId: string, ...args: string[]): Promise<number> =>
    run('tenants', 'connect', tenantId, '--no-confirm', ...args);
  return { ...terminal.seen, store, run, connect };
}

describe('tenants connect', () => {
  it('writes the connection, and prints the link for the consent', async () => {
    const { store, connect, out } = desk();
    expect(
      await connect(OTHER_TENANT_ID.toUpperCase(), '--name', 'Northwind', '--source', 'webhook:nw'),
    ).toBe(0);
    expect(await store.list()).toEqual({
      connections: [{ tenantId: OTHER_TENANT_ID, name: 'Northwind', policy: {}, sources: ['webhook:nw'] }],
      problems: new Map(),
    });
    expect(out.at(-1)).toBe(`  ${LINK}${APPLICATION}`);
  });
  it('shows what it will write, and writes nothing without a yes', async () => {
    const { store, run, out, asked } = desk({ answer: false });
    expect(await run('tenants', 'connect', OTHER_TENANT_ID, '--source', 'webhook:nw')).toBe(1);
    expect(asked).toEqual([`Connect the tenant ${OTHER_TENANT_ID}?`]);
    expect(out[0]).toContain('"sources":["webhook:nw"]');
    expect(out.at(-1)).toBe('Nothing was changed.');
    expect(store.rows.size).toBe(0);
  });
  it('takes what is stricter from a file, with durations as they are written there', async () => {
    const policy = { mode: 'whatIf', brake: { users: 5, window: 'PT1H' } };
    const { store, connect } = desk({ files: { 'nw.json': JSON.stringify(policy) } });
    expect(await connect(OTHER_TENANT_ID, '--source', 'queue', '--policy', 'nw.json')).toBe(0);
    expect(JSON.parse(store.rows.get(OTHER_TENANT_ID) ?? '')).toMatchObject({ policy });
    expect((await store.list()).connections[0]?.policy).toMatchObject({ brake: { windowMs: 3_600_000 } });
  });
  it('prints a link for each application of the tenant', async () => {
    const { connect, out } = desk();
    const sharePoint = ['--sharepoint-url', 'https://nw-admin.sharepoint.com'];
    const applications = ['--application', OTHER_APPLICATION, '--sharepoint-application', APPLICATION];
    expect(await connect(OTHER_TENANT_ID, '--source', 'queue', ...sharePoint, ...applications)).toBe(0);
    expect(out.filter((line) => line.includes('adminconsent'))).toEqual([
      `  ${LINK}${OTHER_APPLICATION}`,
      `  ${LINK}${APPLICATION}`,
    ]);
  });
  it('says which senders change whom they speak for', async () => {
    const { connect, out } = desk();
    await connect(THIRD, '--source', 'webhook:nw', 'webhook:old');
    await connect(OTHER_TENANT_ID, '--source', 'webhook:nw', 'webhook:new');
    expect(out).toContain('webhook:nw speaks for 2 tenants: its requests and alerts must name theirs.');
    expect(out).toContain(
      'webhook:new speaks for this tenant alone, and not for the home tenant unless a connection lists it there.',
    );
    await connect(THIRD, '--source', 'webhook:nw');
    expect(out).toContain('It replaces the connection that this tenant has.');
    expect(out.join('\n')).toContain(
      'After this no connection lists webhook:old, so that it speaks for the home',
    );
  });
  it('says that a connection to the home tenant alone changes nothing for its senders', async () => {
    const { connect, out } = desk();
    await connect(TENANT_ID, '--source', 'queue');
    expect(out).toContain('queue speaks for the home tenant alone, as it does without this connection.');
  });
  it('warns of a sender that the app does not have, and of a policy that is looser, before it asks', async () => {
    const { run, out, asked } = desk({ answer: false, files: { 'p.json': '{"maxRequestAge":"P1D"}' } });
    await run('tenants', 'connect', OTHER_TENANT_ID, '--source', 'webhook:nv', '--policy', 'p.json');
    expect(out.at(-2)).toMatch(
      /^Warning: The app has no sender webhook:nv: .+ Looser than REVOCATION_POLICY, and without effect: maxRequestAge\./,
    );
    expect(asked).toHaveLength(1);
  });
  it('names what the connection that it replaces has, and the new one has not', async () => {
    const policy = { protected: { users: ['a@nw.example'] }, maxRequestAge: 'PT1H' };
    const { connect, out } = desk({ files: { 'p.json': JSON.stringify(policy) } });
    const full = ['--name', 'Northwind', '--policy', 'p.json', '--application', OTHER_APPLICATION];
    await connect(OTHER_TENANT_ID, '--source', 'queue', ...full);
    expect(out.join('\n')).not.toContain('no longer has');
    await connect(OTHER_TENANT_ID, '--source', 'queue', '--name', 'Northwind');
    expect(out).toContain(
      'The tenant then no longer has: policy.protected, policy.maxRequestAge, applications.graph.',
    );
  });
  it.each([
    ['an id that is not a GUID', 'northwind.example', ['--source', 'queue'], 'tenantId: is not a GUID'],
    ['a sender of no kind', OTHER_TENANT_ID, ['--source', 'mail'], 'sources[0]: is not the name of a sender'],
    [
      'a policy with an unknown key',
      OTHER_TENANT_ID,
      ['--source', 'queue', '--policy', 'loose.json'],
      'policy',
    ],
    [
      'SharePoint without an application of its own',
      OTHER_TENANT_ID,
      ['--source', 'queue', '--sharepoint-url', 'https://nw-admin.sharepoint.com'],
      'Pass --sharepoint-url and --sharepoint-application together.',
    ],
  ])('refuses %s, and writes nothing', async (_what, tenantId, args, problem) => {
    const { store, connect, error } = desk({ files: { 'loose.json': '{"revocationEnabled":true}' } });
    expect(await connect(tenantId, ...args)).toBe(2);
    expect(error.join('\n')).toContain(problem);
    expect(store.rows.size).toBe(0);
  });
  it('prints the JSON for the setting, where TENANTS is not table', async () => {
    const { connect, out, error } = desk({ isListed: true });
    expect(await connect(OTHER_TENANT_ID, '--source', 'queue')).toBe(1);
    expect(error[0]).toMatch(/TENANTS is not table/);
    expect(JSON.parse(out[0] ?? '')).toEqual({ tenantId: OTHER_TENANT_ID, sources: ['queue'] });
    expect(out.at(-1)).toContain(LINK);
  });
});

describe('tenants list', () => {
  it('has a line for each tenant, and one for each row that cannot be used', async () => {
    const { store, connect, run, out } = desk();
    await connect(OTHER_TENANT_ID, '--name', 'North\u001b[2Jwind', '--source', 'webhook:nw');
    store.rows.set('x', '{');
    out.length = 0;
    expect(await run('tenants', 'list')).toBe(0);
    expect(out).toEqual([
      expect.stringMatching(/^TENANT +NAME +STATE +STRICTER +SENDERS +PROBLEM$/),
      expect.stringMatching(`^${OTHER_TENANT_ID}  North.+wind +connected +- +webhook:nw +-$`),
      expect.stringMatching(/^x +- +unusable +- +- +is not JSON \(line 1, column 2\)$/),
    ]);
    expect(out.join('')).not.toContain('\u001b');
  });
  it('has one JSON object for each, with --json', async () => {
    const { store, connect, run, out } = desk();
    await connect(OTHER_TENANT_ID, '--source', 'queue');
    store.rows.set('x', '{');
    out.length = 0;
    await run('tenants', 'list', '--json');
    expect(out.map((line): unknown => JSON.parse(line))).toEqual([
      { id: OTHER_TENANT_ID, state: 'connected', tenantId: OTHER_TENANT_ID, policy: {}, sources: ['queue'] },
      { id: 'x', state: 'unusable', key: 'x', problems: ['is not JSON (line 1, column 2)'] },
    ]);
  });
});

describe('tenants check', () => {
  it.each([
    ['tenants', 'check', OTHER_TENANT_ID.toUpperCase()],
    ['doctor', '--tenant', OTHER_TENANT_ID],
  ])('%s has a line for each check of a tenant', async (...args) => {
    const { connect, run, out } = desk({ reports: { [OTHER_TENANT_ID]: [failed] } });
    await connect(OTHER_TENANT_ID, '--source', 'queue');
    out.length = 0;
    expect(await run(...args)).toBe(1);
    expect(out).toEqual(['FAILED   token  No consent. -> Send the link.', '1 of 1 failed: token.']);
  });
  it('has a line for each tenant, without an id', async () => {
    const { store, connect, run, out } = desk({ reports: { [OTHER_TENANT_ID]: [ok, failed] } });
    await connect(OTHER_TENANT_ID, '--source', 'queue');
    await connect(THIRD, '--name', 'Fabrikam', '--source', 'queue');
    store.rows.set('x', '{');
    out.length = 0;
    expect(await run('tenants', 'check')).toBe(1);
    expect(out.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      `FAILED ${OTHER_TENANT_ID} token: No consent. -> Send the link.`,
      `ok ${THIRD} (Fabrikam) All checks are in order.`,
      'FAILED x The row cannot be used: is not JSON (line 1, column 2). -> Connect the tenant again, or disconnect it.',
      '2 of 3 failed: b1946ac9-2c3e-4f2d-9a51-7e8d9c0b1a2f, x.',
    ]);
  });
  it('ends with 1 for a tenant that is not connected', async () => {
    const { run, error } = desk();
    expect(await run('tenants', 'check', THIRD)).toBe(1);
    expect(error).toEqual([`The tenant ${THIRD} is not connected.`]);
  });
});

describe('tenants disconnect', () => {
  it('keeps the row after a yes, so that its senders speak for no other tenant', async () => {
    const { store, connect, run, out } = desk({ answer: true });
    await connect(OTHER_TENANT_ID, '--source', 'webhook:nw');
    out.length = 0;
    expect(await run('tenants', 'disconnect', OTHER_TENANT_ID)).toBe(0);
    expect(JSON.parse(store.rows.get(OTHER_TENANT_ID) ?? '')).toEqual({
      tenantId: OTHER_TENANT_ID,
      sources: ['webhook:nw'],
      disconnected: true,
    });
    expect(out).toEqual(['The tenant is disconnected. Within a minute nobody can be signed out there.']);
  });
  it('names what the row no longer has, for the day on which the tenant is connected again', async () => {
    const policy = '{"protected":{"users":["a@nw.example"]}}';
    const { connect, run, out } = desk({ files: { 'p.json': policy } });
    await connect(OTHER_TENANT_ID, '--name', 'Northwind', '--source', 'queue', '--policy', 'p.json');
    await run('tenants', 'disconnect', OTHER_TENANT_ID, '--no-confirm');
    expect(out).toContain('Its row then no longer has: policy.protected.');
    await run('tenants', 'disconnect', OTHER_TENANT_ID, '--forget', '--no-confirm');
    expect(out.at(-1)).toMatch(/^The tenant is disconnected, and its row removed\./);
  });
  it('with --forget removes the row, and warns of a sender that would speak for the home tenant', async () => {
    const { store, connect, run, out } = desk({ answer: true });
    await connect(OTHER_TENANT_ID, '--source', 'webhook:nw', 'webhook:both');
    await connect(THIRD, '--source', 'webhook:both');
    out.length = 0;
    expect(await run('tenants', 'disconnect', OTHER_TENANT_ID.toUpperCase(), '--forget')).toBe(0);
    expect(out[0]).toMatch(
      /^After this no connection lists webhook:nw, so that it speaks for the home tenant/,
    );
    expect([...store.rows.keys()]).toEqual([THIRD]);
  });
  it('removes a row that cannot be used', async () => {
    const { store, run } = desk();
    store.rows.set(TENANT_ID, '{');
    expect(await run('tenants', 'disconnect', TENANT_ID, '--no-confirm')).toBe(0);
    expect(store.rows.size).toBe(0);
  });
  it('changes nothing without a yes, without a terminal to ask at, or without the table', async () => {
    const refused = desk({ answer: false });
    await refused.connect(OTHER_TENANT_ID, '--source', 'queue');
    expect(await refused.run('tenants', 'disconnect', OTHER_TENANT_ID)).toBe(1);
    const script = desk();
    await script.connect(OTHER_TENANT_ID, '--source', 'queue');
    expect(await script.run('tenants', 'disconnect', OTHER_TENANT_ID)).toBe(2);
    expect([refused.store.rows.size, script.store.rows.size]).toEqual([1, 1]);
    const listed = desk({ isListed: true });
    expect(await listed.run('tenants', 'disconnect', OTHER_TENANT_ID, '--no-confirm')).toBe(1);
  });
});
