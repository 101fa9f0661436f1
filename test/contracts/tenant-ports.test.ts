import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphClient } from '../../shared/adapters/graph/graph-client';
import { graphDirectory } from '../../shared/adapters/graph/graph-directory';
import { graphRevoker } from '../../shared/adapters/graph/graph-revoker';
import { inMemoryTenant } from '../twins/in-memory-tenant';
import { systemClock } from '../../shared/adapters/system-clock';
import type { UserReference } from '../../shared/core/user-reference';
import type { Directory } from '../../shared/ports/directory';
import type { Revoker } from '../../shared/ports/revoker';
import { contosoOtherObjects, contosoUsers } from '../../local/tenant/contoso';
import { graphOptions, loopbackTenant } from '../support/loopback-tenant';

interface Side {
  readonly directory: Directory;
  readonly revoker: Revoker;
  stop(): Promise<void>;
}

/** As policy states it: the NetBIOS name of apac.contoso.com is PACIFIC. */
const NETBIOS = { pacific: 'apac.contoso.com' };

const groupId = (n: number): string => `7a1c2b3d-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [ADMINS, NESTED] = [groupId(500), groupId(501)];
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';

/** What the tenant answers once nested groups are resolved. */
const memberships: Readonly<
  Record<
    string,
    {
      readonly groups: readonly string[];
      readonly roles: readonly string[];
      readonly eligibleRoles?: readonly string[];
    }
  >
> = {
  'avery@contoso.com': { groups: [ADMINS, NESTED], roles: [GLOBAL_ADMINISTRATOR] },
  'quinn@contoso.com': { groups: [], roles: [HELPDESK], eligibleRoles: [GLOBAL_ADMINISTRATOR] },
  'blake@contoso.com': { groups: Array.from({ length: 25 }, (_, n) => groupId(n)), roles: [HELPDESK] },
};

async function realSide(): Promise<Side> {
  const tenant = await loopbackTenant();
  tenant.directory.groups.push(
    { id: ADMINS, members: [NESTED] },
    { id: NESTED, members: [idOf('avery@contoso.com')] },
    ...Array.from({ length: 25 }, (_, n) => ({ id: groupId(n), members: [idOf('blake@contoso.com')] })),
  );
  tenant.directory.roles.push(
    { id: groupId(900), roleTemplateId: GLOBAL_ADMINISTRATOR, members: [ADMINS] },
    {
      id: groupId(901),
      roleTemplateId: HELPDESK,
      members: [idOf('blake@contoso.com'), idOf('quinn@contoso.com')],
    },
  );
  tenant.directory.eligibleRoles.push(
    { principalId: idOf('quinn@contoso.com'), roleDefinitionId: GLOBAL_ADMINISTRATOR },
    {
      principalId: idOf('casey@contoso.com'),
      roleDefinitionId: HELPDESK,
      directoryScopeId: '/administrativeUnits/7a1c2b3d-0000-4000-8000-000000000902',
    },
  );
  const options = graphOptions(tenant, systemClock);
  const graph = graphClient(options);
  return {
    directory: graphDirectory(graph, NETBIOS),
    revoker: graphRevoker(graph, options.pace.writes, systemClock),
    stop: () => tenant.stop(),
  };
}

/** The same users as the tenant has, in memory. */
function twinSide(): Promise<Side> {
  const users = contosoUsers.map((user) => ({
    id: user.id,
    userPrincipalName:
      user.deletedDateTime === undefined ? user.userPrincipalName : user.userPrincipalName.slice(32),
    userType: user.userType ?? 'Member',
    signInTypes: user.identities?.map(({ signInType }) => signInType) ?? ['userPrincipalName'],
    ...(user.externalUserState !== undefined && { externalUserState: user.externalUserState }),
    ...((user.onPremisesSecurityIdentifier ?? user.securityIdentifier) !== undefined && {
      sid: user.onPremisesSecurityIdentifier ?? user.securityIdentifier,
    }),
    ...(user.onPremisesSamAccountName !== undefined && { samAccountName: user.onPremisesSamAccountName }),
    ...(user.onPremisesDomainName !== undefined && { domain: user.onPremisesDomainName }),
    ...(user.proxyAddresses && { addresses: user.proxyAddresses.map((address) => address.slice(5)) }),
    ...(user.deletedDateTime !== undefined && { deletedAt: user.deletedDateTime }),
    ...memberships[user.userPrincipalName],
  }));
  const others = Object.fromEntries(contosoOtherObjects.map(({ id, type }) => [id, type]));
  const { directory, revoker } = inMemoryTenant(users, systemClock, others, NETBIOS);
  return Promise.resolve({ directory, revoker, stop: () => Promise.resolve() });
}

const idOf = (upn: string): string =>
  contosoUsers.find(({ userPrincipalName }) => userPrincipalName === upn)?.id ?? '';
const upn = (userPrincipalName: string): UserReference => ({ kind: 'userPrincipalName', userPrincipalName });
const sam = (domain: string, samAccountName: string): UserReference => ({
  kind: 'samAccountName',
  domain,
  samAccountName,
});

describe.each([
  ['the in-memory twin', twinSide],
  ['Microsoft Graph', realSide],
])('%s', (_name, start) => {
  let side: Side;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());

  describe('finds a user', () => {
    it.each<[string, UserReference, string]>([
      ['by object id', { kind: 'id', id: idOf('avery@contoso.com') }, 'avery@contoso.com'],
      [
        'by object id in capitals',
        { kind: 'id', id: idOf('avery@contoso.com').toUpperCase() },
        'avery@contoso.com',
      ],
      ['by name', upn('blake@contoso.com'), 'blake@contoso.com'],
      ['by name in any case', upn('BLAKE@Contoso.com'), 'blake@contoso.com'],
      ['by a name with an apostrophe', upn("o'neil@contoso.com"), "o'neil@contoso.com"],
      ['by a name with accents', upn('zoë.müller@contoso.com'), 'zoë.müller@contoso.com'],
      ['by a name that begins with $', upn('$payroll@contoso.com'), '$payroll@contoso.com'],
      [
        'by an on-premises SID',
        { kind: 'sid', sid: 'S-1-5-21-1004336348-1177238915-682003330-1107' },
        'gray@contoso.com',
      ],
      [
        'by a cloud SID',
        { kind: 'sid', sid: 'S-1-12-1-169578350-1326333010-1818050954-345673598' },
        'indigo@contoso.com',
      ],
      ['by domain and account name', sam('CONTOSO', 'gray'), 'gray@contoso.com'],
      ['by DNS domain and account name', sam('emea.contoso.com', 'HARPER'), 'harper@contoso.com'],
      ['by the NetBIOS name of a domain', sam('EMEA', 'harper'), 'harper@contoso.com'],
      ['by a NetBIOS name that policy states', sam('PACIFIC', 'harper'), 'harper.two@contoso.com'],
      ['by a domain behind the @', sam('contoso.com', 'blake'), 'blake@contoso.com'],
      ['by a mail address that is not the name', upn('Jordan.Lake@contoso.com'), 'jordan@contoso.com'],
    ])('%s', async (_how, reference, expected) => {
      const fact = await side.directory.find(reference);
      expect(fact).toMatchObject({
        kind: 'found',
        user: { id: idOf(expected), userPrincipalName: expected },
      });
    });
    it('with every property that shows where their home is', async () => {
      const guest = contosoUsers.find(({ userType }) => userType === 'Guest')?.userPrincipalName ?? '';
      expect(await side.directory.find(upn(guest))).toMatchObject({
        user: { userType: 'Guest', externalUserState: 'Accepted', signInTypes: ['federated'] },
      });
    });
  });

  describe('finds nobody', () => {
    it.each<[string, UserReference]>([
      ['of an unknown id', { kind: 'id', id: '99999999-0000-4000-8000-000000000000' }],
      ['of an unknown name', upn('nobody@contoso.com')],
      ['of an unknown SID', { kind: 'sid', sid: 'S-1-5-21-9-9-9-9' }],
      ['of an unknown account name', sam('CONTOSO', 'nobody')],
    ])('%s', async (_how, reference) =>
      expect(await side.directory.find(reference)).toEqual({ kind: 'notFound' }),
    );
    it.each<[string, UserReference]>([
      ['two users have the mail address', upn('shared@contoso.com')],
      ['the domain is the parent of theirs', sam('CONTOSO', 'harper')],
      ['policy states another NetBIOS name for their domain', sam('APAC', 'harper')],
      ['no domain is on record', sam('CONTOSO', 'parker')],
    ])('where %s, but says so', async (_how, reference) =>
      expect(await side.directory.find(reference)).toMatchObject({ kind: 'ambiguous' }),
    );
    it.each<[string, UserReference, string | undefined]>([
      ['by name', upn('Morgan@contoso.com'), '2026-11-20T09:30:00Z'],
      [
        'by id',
        { kind: 'id', id: idOf('0a1b8f6e3c524f0e8a415d6c7e8f9a19morgan@contoso.com') },
        '2026-11-20T09:30:00Z',
      ],
      ['not by another name', upn('gan@contoso.com'), undefined],
      ['not where nobody was', sam('CONTOSO', 'morgan'), undefined],
    ])('of a deleted user, but says when they were deleted: %s', async (_how, reference, time) => {
      expect(await side.directory.find(reference)).toEqual({ kind: 'notFound' });
      expect(await side.directory.deletedAt(reference)).toBe(time);
    });
    it('where a service principal has the id, but says so', async () =>
      expect(await side.directory.find({ kind: 'id', id: contosoOtherObjects[0]?.id ?? '' })).toEqual({
        kind: 'notAUser',
        objectType: 'servicePrincipal',
      }));
  });

  describe('reads the memberships of a user', () => {
    const asked = (name: string, groups: readonly string[], roles = false) =>
      side.directory.memberships(idOf(name), { groups, roles });
    it('through other groups as well, and only among those asked about', async () => {
      expect(await asked('avery@contoso.com', [ADMINS, groupId(1)])).toEqual({
        kind: 'read',
        groups: [ADMINS],
        roles: [],
      });
    });
    it('of more groups than one call takes', async () => {
      const all = Array.from({ length: 45 }, (_, n) => groupId(n));
      const read = await asked('blake@contoso.com', all);
      expect(read.kind === 'read' && read.groups.toSorted()).toEqual(all.slice(0, 25));
    });
    it('directory roles, through groups as well', async () => {
      expect(await asked('avery@contoso.com', [], true)).toMatchObject({ roles: [GLOBAL_ADMINISTRATOR] });
      expect(await asked('blake@contoso.com', [], true)).toMatchObject({ roles: [HELPDESK] });
      expect(await asked('casey@contoso.com', [], true)).toEqual({ kind: 'read', groups: [], roles: [] });
    });
  });

  it('reads directory roles that a user may activate in the whole tenant, as if they were active', async () => {
    const read = await side.directory.memberships(idOf('quinn@contoso.com'), { groups: [], roles: true });
    expect(read.kind === 'read' && read.roles.toSorted()).toEqual(
      [GLOBAL_ADMINISTRATOR, HELPDESK].toSorted(),
    );
  });

  it.each<[string, Parameters<Directory['exists']>[0], string]>([
    ['a group', { kind: 'group', id: ADMINS }, 'exists'],
    ['a group that is not there', { kind: 'group', id: groupId(999) }, 'notFound'],
    ['a role', { kind: 'role', id: GLOBAL_ADMINISTRATOR }, 'exists'],
    ['a role that is not there', { kind: 'role', id: groupId(999) }, 'notFound'],
  ])('knows whether an object exists: %s', async (_what, object, kind) =>
    expect(await side.directory.exists(object)).toEqual({ kind }),
  );

  describe('revokes', () => {
    it('so that reading back shows a later time than before', async () => {
      const before = await side.directory.find(upn('casey@contoso.com'));
      if (before.kind !== 'found') throw new Error('casey is missing');
      const answer = await side.revoker.revoke(before.user, { mayCall: () => true, share: [] });
      expect(answer).toMatchObject({ kind: 'accepted', attempts: 1, requestIds: [expect.any(String)] });
      const after = await side.directory.sessionsValidFrom(before.user.id);
      const earlier = Date.parse(before.user.sessionsValidFrom ?? '1970-01-01T00:00:00Z');
      expect(after.kind === 'read' && Date.parse(after.sessionsValidFrom ?? '')).toBeGreaterThan(earlier);
    });
  });
});
