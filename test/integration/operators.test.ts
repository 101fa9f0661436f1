import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { alertFixtures } from '../fixtures/alerts/all';
import { averyAccount } from '../fixtures/alerts/alert-fixture';
import type { HostProcess } from '../../local/host/host-process';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import type { Permission } from '../../local/tenant/tokens';
import { bundledCli } from '../support/bundled-cli';
import type { Conversation } from '../support/conversation';
import { conversation } from '../support/conversation';
import { runProgram } from '../support/run-program';

const projectFolder = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'session-revoker-operators-'));
let stack: LocalStack;
let host: HostProcess;
let talk: Conversation;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  stack = await startLocalStack({ projectFolder });
  stack.tenant.directory.groups.push({ id: '7a1c2b3d-0000-4000-8000-0000000000a1', members: [] });
  const policy = {
    protected: { users: ['break-glass@contoso.com'], groups: ['7a1c2b3d-0000-4000-8000-0000000000a1'] },
    confirmation: { roles: ['Global Administrator'] },
    brake: { users: 25, window: 'PT1H' },
  };
  settings = { ...stack.environment, REVOCATION_POLICY: JSON.stringify(policy) };
  host = await stack.startHost(settings);
  talk = conversation(new ServiceBusClient(stack.broker.connectionString));
});
afterAll(async () => {
  await talk.close();
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => runProgram([bundledCli, ...args], settings);

describe('an operator', () => {
  it('lists the requests that wait, and approves or declines them', async () => {
    const asked = async (user: string): Promise<string> => {
      const [waits] = await talk.ask({ user, confirm: true });
      return waits?.data.confirmation?.id ?? '';
    };
    const [one, other] = [await asked('avery@contoso.com'), await asked('blake@contoso.com')];
    const { out } = await run('pending');
    expect(out).toContain(one);
    expect(out).toContain(other);
    const by = ['--by', 'lead@contoso.com', '--no-confirm', '--wait'];
    expect(await run('approve', one, ...by)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\nsignOutPending: /),
    });
    expect(await run('decline', other, ...by)).toMatchObject({ out: expect.stringMatching(/\ndeclined: /) });
    expect(await run('approve', other, ...by)).toMatchObject({
      code: 1,
      error: expect.stringContaining('it was decided already (decline by lead@contoso.com'),
    });
    expect((await run('pending')).out).toBe('No request waits for approval.\n');
  });
  it('sees every outcome of many decisions at once, and why the app rejects one', async () => {
    const id = 'request-of-three';
    const users = ['avery@contoso.com', 'blake@contoso.com', 'kendall@contoso.com'];
    await talk.send({ id, users, confirm: true, requestedBy: 'soc@contoso.com' });
    await talk.answers(id, 3);
    const release = ['release', '--request', id, '--no-confirm', '--wait'];
    const rejected = await run(...release, '--by', 'nobody@contoso.com');
    expect(rejected).toMatchObject({ code: 1, error: '' });
    expect(rejected.out).toMatch(/\nrejected: .* by: leads to no user of this tenant/);
    const released = await run(...release, '--by', 'lead@contoso.com');
    expect([released.code, released.error]).toEqual([0, '']);
    expect(released.out.match(/^signOutPending: .* Verified: yes\.$/gm)).toHaveLength(3);
  });
  it('previews files of messages against the real tenant, with the reason for each user, and changes nothing', async () => {
    const alert = alertFixtures.find(({ format }) => format === 'graphAlert')?.alert([averyAccount]);
    const files = {
      'alert.json': alert,
      'break-glass.json': { user: 'break-glass@contoso.com' },
      'guest.json': { user: 'drew_fabrikam.com#EXT#@contoso.onmicrosoft.com' },
    };
    const names = Object.entries(files).map(([name, body]) => {
      writeFileSync(join(folder, name), JSON.stringify(body));
      return join(folder, name);
    });
    const before = stack.tenant.directory.revocations.length;
    const { code, out } = await run('what-if', '--as-new', ...names);
    expect(code).toBe(0);
    expect(out).toMatch(/avery@contoso\.com +signOutPending/);
    expect(out).toMatch(/break-glass@contoso\.com +protected .*Policy protects/);
    expect(out).toMatch(/drew_fabrikam.* +notApplicable/);
    expect(out).toContain('Nothing was changed. 1 signOutPending, 1 protected, 1 notApplicable.');
    expect(stack.tenant.directory.revocations).toHaveLength(before);
  });
});

describe('doctor', () => {
  it('finds no problem, changes nothing, and ends with 0', async () => {
    const before = stack.tenant.directory.revocations.length;
    const { code, out } = await run('doctor');
    expect(out).toMatch(/(?:All checks passed|No check failed\. Warnings: .+)\.\n$/);
    expect(out).not.toMatch(/FAILED|WARNING/);
    expect(code).toBe(0);
    expect(stack.tenant.directory.revocations).toHaveLength(before);
  });
  it.each<Permission>([
    'User.Read.All',
    'User.RevokeSessions.All',
    'GroupMember.Read.All',
    'RoleManagement.Read.Directory',
  ])('names exactly the missing permission, and ends with 1: %s', async (permission) => {
    stack.tenant.tokens.permissions.delete(permission);
    stack.tenant.tokens.revokeAll();
    try {
      const { code, out } = await run('doctor');
      expect(out.match(/^FAILED .*$/gm)).toEqual([expect.stringContaining(permission)]);
      expect(code).toBe(1);
    } finally {
      stack.tenant.tokens.permissions.add(permission);
      stack.tenant.tokens.revokeAll();
    }
  });
  it('names the entries of a draft policy that do not exist, before it is deployed', async () => {
    const draft = {
      protected: { users: ['brake-glass@contoso.com', 'break-glass@contoso.com'] },
      confirmation: { approvers: ['nobody@contoso.com'] },
      // eslint-disable-next-line unicorn/no-thenable -- a policy as it is written
      sources: [{ receivedBy: 'webhook:typo', then: 'whatIf' }],
    };
    const { code, out } = await runProgram([bundledCli, 'doctor'], {
      ...settings,
      REVOCATION_POLICY: JSON.stringify(draft),
    });
    expect(out.match(/^FAILED .*$/gm)).toEqual([
      expect.stringContaining(
        'protected.users[0] (brake-glass@contoso.com) does not exist in the directory.',
      ),
    ]);
    expect(out).toMatch(/^WARNING +approvers +Nobody can approve/m);
    expect(out).toMatch(/^WARNING +policy .*the rule sources\[0\] for a sender that is not configured/m);
    expect(code).toBe(1);
  });
  it('lists every problem of the configuration, one per line', async () => {
    const wrong = { ...settings, REVOCATION_MODE: 'x', REVOCATION_POLICY: '{"brake":{"repeats":0}}' };
    const { code, out } = await runProgram([bundledCli, 'doctor'], wrong);
    expect(out.match(/^FAILED +configuration .*$/gm)).toHaveLength(3);
    expect(code).toBe(1);
  });
});

describe('GET /api/health/details', () => {
  it('returns, to callers with a key, what doctor shows to an operator', async () => {
    const answer = await fetch(`${host.http?.origin ?? ''}/api/health/details`, {
      headers: { 'x-functions-key': host.http?.key ?? '' },
    });
    const health = (await answer.json()) as { status: string; checks: { name: string; status: string }[] };
    expect([answer.status, health.status]).toEqual([200, 'healthy']);
    expect(health.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'token',
        'User.RevokeSessions.All',
        'request queue',
        'ledger',
        'ledger clock',
        'clock',
      ]),
    );
    const text = JSON.stringify(health);
    expect(text).not.toMatch(/contoso|Bearer|eyJ|localhost|SharedAccessKey/);
  });
});
