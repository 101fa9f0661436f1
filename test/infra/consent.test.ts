import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(__dirname, '../../infra/graph-consent/grant.sh');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-revoker-consent-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An Azure CLI that knows a tenant in which so much is granted, and writes down what it is to change. */
function azureCli(granted: readonly string[], lacks = 'nothing'): void {
  const az = `#!/usr/bin/env bash
case "$*" in
  "cloud show "*) echo https://graph.microsoft.us/ ;;
  *"--query id "*) echo graph ;;
  *"value=='${lacks}'"*) echo ;;
  "ad sp show --id graph "*) echo "role-of-$(sed -E "s/.*value=='([^']+)'.*/\\1/" <<<"$*")" ;;
  "rest --method get --resource https://graph.microsoft.us --url https://graph.microsoft.us/v1.0/"*) printf '%s\\n' ${granted.map((name) => `role-of-${name}`).join(' ') || "''"} ;;
  "rest --method post --resource https://graph.microsoft.us --output none --url https://graph.microsoft.us/v1.0/"*) echo "\${@: -1}" >>"${folder}/posted" ;;
  *) echo "unexpected: $*" >&2; exit 9 ;;
esac
`;
  writeFileSync(join(folder, 'az'), az, { mode: 0o755 });
}

function grant(...args: string[]) {
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
  const { status, stdout, stderr } = spawnSync('bash', [script, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

function posted(): unknown[] {
  const lines = readFileSync(join(folder, 'posted'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as unknown);
}
const assignment = (permission: string) => ({
  principalId: 'principal',
  resourceId: 'graph',
  appRoleId: `role-of-${permission}`,
});

describe('grant.sh', () => {
  it('grants what the app needs, and nothing more, at the Microsoft Graph of the cloud of the Azure CLI', () => {
    azureCli([]);
    expect(grant('principal').status).toBe(0);
    expect(posted()).toEqual([assignment('User.RevokeSessions.All'), assignment('User.Read.All')]);
  });
  it('grants what a policy needs that names groups and roles', () => {
    azureCli(['User.Read.All', 'User.RevokeSessions.All']);
    const { status, stdout } = grant(
      'principal',
      '--groups',
      '--roles',
      '--eligible-roles',
      '--service-principals',
      '--token-lifetimes',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('User.Read.All: granted already');
    expect(posted()).toEqual(
      [
        'GroupMember.Read.All',
        'RoleManagement.Read.Directory',
        'RoleEligibilitySchedule.Read.Directory',
        'Application.Read.All',
        'Policy.Read.All',
      ].map(assignment),
    );
  });
  it('stops when the tenant has no such permission, before it has granted half of it silently', () => {
    azureCli([], 'User.Read.All');
    expect(grant('principal')).toMatchObject({ status: 1, stderr: expect.stringContaining('User.Read.All') });
  });
  it.each([[[]], [['principal', '--everything']]])('refuses wrong usage: %j', (args) => {
    azureCli([]);
    expect(grant(...args).status).not.toBe(0);
  });
});
