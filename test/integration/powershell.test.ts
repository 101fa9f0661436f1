import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { API_AUDIENCE, tokenOfPerson } from '../../local/api-token';
import type { LocalStack } from '../../local/local-stack';
import { startLocalStack } from '../../local/local-stack';
import { revocationsOf } from '../support/contoso-users';
import type { PowerShellSession } from '../support/powershell';
import { isPowerShellMissing, startPowerShell } from '../support/powershell';

let stack: LocalStack;
let shell: PowerShellSession;
let analyst: string;
let approver: string;
let connect: string;

beforeAll(async () => {
  if (isPowerShellMissing) return;
  stack = await startLocalStack({ projectFolder: join(__dirname, '../..') });
  const { tenant } = stack;
  const host = await stack.startHost({ API_AUDIENCE, API_AUTHORITY: tenant.authorityHost });
  const tokenOf = (user: string, ...roles: string[]) => tokenOfPerson(tenant.accessTokens, user, roles);
  analyst = await tokenOf('soc@contoso.com', 'Revocation.Read', 'Revocation.Request');
  approver = await tokenOf('lead@contoso.com', 'Revocation.Approve');
  connect = `$null = Connect-SessionRevoker -Url ${host.http?.origin ?? ''} -Audience ${API_AUDIENCE}`;
  shell = startPowerShell();
});
afterAll(async () => {
  if (isPowerShellMissing) return;
  await shell.close();
  await stack.stop();
});

/** Runs a script as a person, whose token the Azure CLI returns. */
async function as(token: string, script: string) {
  shell.signIn(token);
  return shell.run(`${connect}\n${script}`);
}

const NOTHING_WRONG = { warnings: [], errors: [] };

(isPowerShellMissing ? describe.skip : describe)('the PowerShell module against the packaged app', () => {
  it('signs a user out, waits, and writes the sentence of the cmdlet as verbose', async () => {
    const before = revocationsOf(stack.tenant, 'blake@contoso.com');
    const said = await as(
      analyst,
      'Revoke-UserSession -User blake@contoso.com -Reason "Token theft" -Wait -Confirm:$false -Verbose',
    );
    expect(said).toMatchObject({
      ...NOTHING_WRONG,
      types: ['SessionRevoker.Outcome'],
      objects: [
        { User: 'blake@contoso.com', Status: 'signOutPending', Verified: true, Reason: 'Token theft' },
      ],
    });
    expect(said.verbose).toContainEqual(
      expect.stringContaining('It can take up to an hour to sign out blake@contoso.com from all devices.'),
    );
    expect(revocationsOf(stack.tenant, 'blake@contoso.com')).toBe(before + 1);
  });
  it('previews by the policy of the app with -WhatIf, and changes nothing', async () => {
    const before = revocationsOf(stack.tenant, 'casey@contoso.com');
    const said = await as(analyst, 'Revoke-UserSession casey@contoso.com, nobody@contoso.com -WhatIf');
    expect(said).toMatchObject({
      ...NOTHING_WRONG,
      objects: [
        { Status: 'whatIf', Predicted: 'signOutPending' },
        { Status: 'whatIf', Predicted: 'userNotFound' },
      ],
    });
    expect(said.host).toEqual([
      expect.stringMatching(/^What if: nothing was changed.*casey@contoso\.com/),
      expect.stringMatching(/^What if: nothing was changed.*nobody@contoso\.com/),
    ]);
    expect(revocationsOf(stack.tenant, 'casey@contoso.com')).toBe(before);
  });
  it('sends the users of a pipeline together, and writes one outcome for each', async () => {
    const said = await as(
      analyst,
      `'casey@contoso.com', [pscustomobject]@{ UserPrincipalName = 'zoë.müller@contoso.com' }, 'CASEY@contoso.com' |
        Revoke-UserSession -Wait -Confirm:$false`,
    );
    expect(said).toMatchObject(NOTHING_WRONG);
    expect(said.objects).toHaveLength(2);
    expect(new Set(said.objects.map(({ User }) => User))).toEqual(
      new Set(['casey@contoso.com', 'zoë.müller@contoso.com']),
    );
    expect(new Set(said.objects.map(({ RequestId }) => RequestId)).size).toBe(1);
  });
  it('warns of an unknown user and of a guest as the cmdlet does, and signs neither out', async () => {
    const guest = 'drew_fabrikam.com#EXT#@contoso.onmicrosoft.com';
    const said = await as(analyst, `Revoke-UserSession nobody@contoso.com, '${guest}' -Wait -Confirm:$false`);
    expect(said.errors).toEqual([]);
    expect(said.warnings.toSorted()).toEqual([
      expect.stringContaining(`Signing out does not apply to ${guest}`),
      expect.stringContaining("We couldn't find the user nobody@contoso.com. Check for typos and try again."),
    ]);
    expect(new Set(said.objects.map(({ Status }) => Status))).toEqual(
      new Set(['notApplicable', 'userNotFound']),
    );
  });
  it('does nothing without a confirmation', async () => {
    const before = revocationsOf(stack.tenant, 'avery@contoso.com');
    const said = await as(analyst, 'Revoke-UserSession avery@contoso.com -Wait');
    expect(said.errors).toHaveLength(1);
    expect(said.objects).toEqual([]);
    expect(revocationsOf(stack.tenant, 'avery@contoso.com')).toBe(before);
  });
  it('shows the history of a user, and the outcomes of a request', async () => {
    const said = await as(
      analyst,
      `$request = Revoke-UserSession indigo@contoso.com -WhatIf:$false -Confirm:$false
       $null = Revoke-UserSession indigo@contoso.com -Wait -Confirm:$false
       $request
       Get-UserSessionRevocation indigo@contoso.com
       $request | Get-UserSessionRevocation`,
    );
    expect(said).toMatchObject(NOTHING_WRONG);
    const [request, ...outcomes] = said.objects;
    expect(said.types[0]).toBe('SessionRevoker.Request');
    expect(outcomes.length).toBeGreaterThanOrEqual(2);
    expect(outcomes.at(-1)).toMatchObject({ RequestId: request?.['RequestId'], User: 'indigo@contoso.com' });
  });
  it('has a request approved by another person, once, and on what they were shown', async () => {
    const asked = await as(
      analyst,
      'Revoke-UserSession quinn@contoso.com -RequireApproval -Reason Phishing -Wait -Confirm:$false',
    );
    expect(asked.warnings).toEqual([
      expect.stringMatching(/^The request to sign out quinn@contoso\.com waits/),
    ]);
    const own = await as(
      analyst,
      'Get-RevocationApproval -User quinn@contoso.com | Approve-RevocationApproval -Confirm:$false',
    );
    expect(own.errors).toEqual([
      expect.objectContaining({
        id: 'noRole,Approve-RevocationApproval',
        category: 'PermissionDenied',
        message: expect.stringContaining('Revocation.Approve'),
      }),
    ]);
    const stale = await as(
      approver,
      `$waits = Get-RevocationApproval -User quinn@contoso.com
       $waits
       Approve-RevocationApproval $waits.ApprovalId ('0' * 64) -Confirm:$false`,
    );
    expect(stale.objects).toMatchObject([
      { User: 'quinn@contoso.com', Reason: 'Phishing', RequestedBy: 'soc@contoso.com', Count: 0, Quorum: 1 },
    ]);
    expect(stale.types).toEqual(['SessionRevoker.Approval']);
    expect(stale.errors).toMatchObject([
      { id: 'changed,Approve-RevocationApproval', category: 'InvalidOperation' },
    ]);
    const preview = await as(approver, '$waits | Approve-RevocationApproval -WhatIf');
    expect(preview).toMatchObject({
      objects: [],
      host: [expect.stringContaining('quinn@contoso.com (reason: Phishing)')],
    });
    const approved = await as(approver, '$waits | Approve-RevocationApproval -Confirm:$false');
    expect(approved).toMatchObject({
      ...NOTHING_WRONG,
      objects: [{ Decision: 'approve', IsDecided: true, By: 'lead@contoso.com', ByProven: true }],
    });
    const again = await as(approver, '$waits | Deny-RevocationApproval -Confirm:$false');
    expect(again.errors).toMatchObject([{ category: 'InvalidOperation' }]);
  });
  it('heeds -WhatIf of a script that calls it', async () => {
    const before = revocationsOf(stack.tenant, 'avery@contoso.com');
    const said = await as(
      analyst,
      `function Invoke-Theirs { [CmdletBinding(SupportsShouldProcess)] param() Revoke-UserSession avery@contoso.com -Confirm:$false -Wait }
       Invoke-Theirs -WhatIf`,
    );
    expect(said).toMatchObject({ ...NOTHING_WRONG, objects: [{ Status: 'whatIf' }] });
    expect(revocationsOf(stack.tenant, 'avery@contoso.com')).toBe(before);
  });
  it('declines what waits', async () => {
    await as(analyst, '$null = Revoke-UserSession parker@contoso.com -RequireApproval -Wait -Confirm:$false');
    const said = await as(
      approver,
      'Get-RevocationApproval -User parker@contoso.com | Deny-RevocationApproval -Confirm:$false -Wait',
    );
    expect(said).toMatchObject({
      errors: [],
      types: ['SessionRevoker.Outcome'],
      objects: [{ Status: 'declined', DecidedBy: 'lead@contoso.com' }],
    });
    expect(revocationsOf(stack.tenant, 'parker@contoso.com')).toBe(0);
  });
  it('finds nothing of a request or of an approval that does not exist', async () => {
    const said = await as(
      approver,
      `Get-UserSessionRevocation -RequestId no-such-request
       Approve-RevocationApproval no-such-approval ('0' * 64) -Confirm:$false`,
    );
    expect(said.errors).toMatchObject([
      { id: 'notFound,Get-UserSessionRevocation', category: 'ObjectNotFound', target: 'no-such-request' },
      { id: 'notFound,Approve-RevocationApproval', category: 'ObjectNotFound', target: 'no-such-approval' },
    ]);
  });
});
