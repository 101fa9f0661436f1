import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { graphDirectory } from '../../shared/adapters/graph/graph-directory';
import type { Fault } from '../../local/tenant/faults';
import { failure } from '../../local/tenant/graph-api';
import type { Tenant } from '../../local/tenant/tenant';
import type { Directory } from '../../shared/ports/directory';
import { idOf } from '../support/contoso-users';
import { fixedClock } from '../support/fixed-clock';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
const CALL = 'roleEligibilityScheduleInstances';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await loopbackTenant();
  const quinn = idOf('quinn@contoso.com');
  tenant.directory.roles.push({
    id: '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5b09',
    roleTemplateId: HELPDESK,
    members: [quinn],
  });
  tenant.directory.eligibleRoles.push({ principalId: quinn, roleDefinitionId: GLOBAL_ADMINISTRATOR });
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.faults.clear());

const read = (): ReturnType<Directory['memberships']> =>
  graphDirectory(graphClient(graphOptions(tenant, fixedClock()))).memberships(idOf('quinn@contoso.com'), {
    groups: [],
    roles: true,
  });
const answering = (answer: Fault['answer'], times = 99): void =>
  tenant.faults.add({ method: 'GET', path: CALL, times, answer });

describe('roles that a user may activate', () => {
  it('are seen by either permission that is documented for the call', async () => {
    for (const other of ['RoleEligibilitySchedule.Read.Directory', 'Application.Read.All'] as const) {
      tenant.tokens.permissions.delete(other);
      expect(await read()).toMatchObject({ roles: [HELPDESK, GLOBAL_ADMINISTRATOR] });
      tenant.tokens.permissions.add(other);
    }
  });
  it.each<[string, Fault['answer']]>([
    ['the permission is not granted', failure(403, 'PermissionScopeNotGranted', '')],
    ['the tenant has no licence for them', failure(400, 'AadPremiumLicenseRequired', '')],
    ['the principal is gone', failure(404, 'Request_ResourceNotFound', '')],
  ])('do not count where %s, and active ones do', async (_why, answer) => {
    answering(answer);
    expect(await read()).toEqual({ kind: 'read', groups: [], roles: [HELPDESK] });
  });
  it('count however the user has come to them', async () => {
    const role = { roleDefinitionId: GLOBAL_ADMINISTRATOR.toUpperCase(), memberType: 'Group' };
    answering({ status: 200, body: { value: [{ ...role, directoryScopeId: null }] } });
    expect(await read()).toMatchObject({ roles: [HELPDESK, GLOBAL_ADMINISTRATOR] });
  });
  it.each<[string, Fault['answer'], string]>([
    ['Graph does not answer', failure(503, 'UnknownError', ''), 'unavailable'],
    ['Graph is throttling', failure(429, 'TooManyRequests', ''), 'throttled'],
    ['the filter is malformed', failure(400, 'Request_BadRequest', ''), 'badRequest'],
    ['the answer is no list', { status: 200, body: { value: [{ roleDefinitionId: null }] } }, 'notDone'],
    [
      'there is another page',
      { status: 200, body: { value: [], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/next' } },
      'notDone',
    ],
  ])('make the memberships unreadable where %s', async (_why, answer, kind) => {
    answering(answer);
    expect(await read()).toMatchObject({ kind: 'unreadable', failure: { kind } });
  });
  it('are not asked for where no rule looks at roles', async () => {
    const before = tenant.calls.length;
    const directory = graphDirectory(graphClient(graphOptions(tenant, fixedClock())));
    await directory.memberships(idOf('quinn@contoso.com'), { groups: [HELPDESK], roles: false });
    expect(tenant.calls.slice(before).filter(({ target }) => target.includes(CALL))).toEqual([]);
  });
});
