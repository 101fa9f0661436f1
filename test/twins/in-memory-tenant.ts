import { detail } from '../../shared/core/detail';
import { roleName } from '../../shared/core/directory-role';
import type { DirectoryUser } from '../../shared/core/directory-user';
import type { MembershipFact, UserFact } from '../../shared/core/facts';
import type { AskedMemberships } from '../../shared/core/policy';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { UserReference } from '../../shared/core/user-reference';
import { referenceText } from '../../shared/core/user-reference';
import type { Clock } from '../../shared/ports/clock';
import type { Directory } from '../../shared/ports/directory';
import type { Revoker } from '../../shared/ports/revoker';
import type { NetbiosDomains } from '../../shared/adapters/graph/on-premises-domain';
import { inDomain } from '../../shared/adapters/graph/on-premises-domain';
import { objectIdOfSid } from '../../shared/core/cloud-sid';

/** A user of the in-memory tenant. */
export interface TenantUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly userType?: string;
  readonly externalUserState?: string;
  readonly signInTypes?: readonly string[];
  readonly isDisabled?: true;
  readonly sid?: string;
  readonly samAccountName?: string;
  readonly domain?: string;
  /** Mail addresses, without a scheme. */
  readonly addresses?: readonly string[];
  /** RFC 3339; the user is no longer found. */
  readonly deletedAt?: string;
  /** Object ids of the groups, and template ids of the directory roles, that the user belongs to in any way. */
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
  /** Template ids of the directory roles that the user may activate. */
  readonly eligibleRoles?: readonly string[];
}

export interface InMemoryTenant {
  readonly directory: Directory;
  readonly revoker: Revoker;
  /** Object ids in the order of their revocations. */
  readonly revoked: readonly string[];
  /** Gives a user another user principal name; the old one then leads to nobody. */
  rename(userPrincipalName: string, to: string): void;
  /** Disables an account. */
  disable(userPrincipalName: string): void;
  /** Adds a user. */
  add(user: TenantUser): void;
}

const NOT_CALLED: RevocationAnswer = {
  kind: 'failed',
  failure: { kind: 'leaseEnded', detail: detail('leaseEnded') },
  attempts: 0,
  requestIds: [],
};

/** The twin of the Graph adapters: a directory and a revoker over a list of users. */
export function inMemoryTenant(
  all: readonly TenantUser[],
  clock: Clock,
  otherObjects: Readonly<Record<string, string>> = {},
  netbiosDomains: NetbiosDomains = {},
): InMemoryTenant {
  const users = all.filter(({ deletedAt }) => deletedAt === undefined);
  const groups = new Set(all.flatMap((user) => user.groups ?? []));
  const validFrom = new Map<string, string>();
  const revoked: string[] = [];
  const change = (userPrincipalName: string, changes: Partial<TenantUser>): void => {
    const at = users.findIndex((user) => user.userPrincipalName === userPrincipalName);
    const user = users[at];
    if (!user) throw new Error(`There is no user ${userPrincipalName}.`);
    users[at] = { ...user, ...changes };
  };
  return {
    revoked,
    rename: (userPrincipalName, to) => change(userPrincipalName, { userPrincipalName: to }),
    disable: (userPrincipalName) => change(userPrincipalName, { isDisabled: true }),
    add: (user) => void users.push(user),
    directory: {
      exists: ({ kind, id }) => {
        const isThere = kind === 'group' ? groups.has(id) : roleName(id) !== id;
        return Promise.resolve(isThere ? { kind: 'exists' } : { kind: 'notFound' });
      },
      find: (reference) => {
        const objectType = reference.kind === 'id' ? otherObjects[reference.id] : undefined;
        if (objectType !== undefined) return Promise.resolve({ kind: 'notAUser', objectType });
        const candidates = candidatesOf(users, reference, netbiosDomains);
        return Promise.resolve(theOnly(candidates, reference, validFrom, nobodyOf(users, reference)));
      },
      deletedAt: (reference) => {
        const deleted = all.filter(({ deletedAt }) => deletedAt !== undefined);
        return Promise.resolve(candidatesOf(deleted, reference, netbiosDomains)[0]?.deletedAt);
      },
      memberships: (userId, asked) => Promise.resolve(membershipsOf(users, userId, asked)),
      sessionsValidFrom: (userId) => {
        const sessionsValidFrom = validFrom.get(userId);
        return Promise.resolve({
          kind: 'read',
          ...(sessionsValidFrom !== undefined && { sessionsValidFrom }),
        });
      },
    },
    revoker: {
      pausedForMs: () => 0,
      revoke: (user, { mayCall }) => {
        if (!mayCall()) return Promise.resolve(NOT_CALLED);
        revoked.push(user.id);
        validFrom.set(user.id, clock.now().toISOString());
        const requestIds = [`in-memory-${String(revoked.length)}`];
        return Promise.resolve({ kind: 'accepted', acceptedAt: clock.now(), attempts: 1, requestIds });
      },
    },
  };
}

function membershipsOf(
  users: readonly TenantUser[],
  userId: string,
  asked: AskedMemberships,
): MembershipFact {
  const user = users.find(({ id }) => id === userId);
  const groups = user?.groups?.filter((id) => asked.groups.includes(id)) ?? [];
  const roles = [...(user?.roles ?? []), ...(user?.eligibleRoles ?? [])];
  return { kind: 'read', groups, roles: asked.roles ? roles : [] };
}

function theOnly(
  candidates: readonly TenantUser[],
  reference: UserReference,
  validFrom: ReadonlyMap<string, string>,
  nobody: UserFact,
): UserFact {
  const [user, ...others] = candidates;
  if (!user) return nobody;
  return others.length === 0
    ? {
        kind: 'found',
        user: directoryUser(user, validFrom.get(user.id)),
        ...(user.isDisabled && { isDisabled: true }),
      }
    : {
        kind: 'ambiguous',
        detail: detail('severalUsers', { count: candidates.length, reference: referenceText(reference) }),
        userIds: candidates.map(({ id }) => id),
      };
}

function directoryUser(user: TenantUser, sessionsValidFrom: string | undefined): DirectoryUser {
  const { id, userPrincipalName, userType, externalUserState, signInTypes = [] } = user;
  return {
    id,
    userPrincipalName,
    signInTypes,
    ...(userType !== undefined && { userType }),
    ...(externalUserState !== undefined && { externalUserState }),
    ...(sessionsValidFrom !== undefined && { sessionsValidFrom }),
  };
}

/** What a reference that leads to nobody is answered with: an account of another domain may have the name. */
function nobodyOf(users: readonly TenantUser[], reference: UserReference): UserFact {
  if (reference.kind !== 'samAccountName') return { kind: 'notFound' };
  const { samAccountName, domain } = reference;
  const count = users.filter((user) => same(user.samAccountName, samAccountName)).length;
  return count === 0
    ? { kind: 'notFound' }
    : { kind: 'ambiguous', detail: detail('domainUnknown', { count, domain }) };
}

/** The first way of reading the reference that leads to anybody. */
function candidatesOf(
  users: readonly TenantUser[],
  reference: UserReference,
  netbiosDomains: NetbiosDomains,
): readonly TenantUser[] {
  const found = users.filter((user) => fits(user, reference, netbiosDomains));
  if (found.length > 0) return found;
  if (reference.kind === 'userPrincipalName') {
    const { userPrincipalName } = reference;
    return users.filter(({ addresses }) => addresses?.some((address) => same(address, userPrincipalName)));
  }
  if (reference.kind !== 'samAccountName' || !reference.domain.includes('.')) return [];
  const userPrincipalName = `${reference.samAccountName}@${reference.domain}`;
  return users.filter((user) => same(user.userPrincipalName, userPrincipalName));
}

function fits(user: TenantUser, reference: UserReference, netbiosDomains: NetbiosDomains): boolean {
  switch (reference.kind) {
    case 'id':
      return same(user.id, reference.id);
    case 'userPrincipalName':
      return same(user.userPrincipalName, reference.userPrincipalName);
    case 'sid':
      return same(user.sid, reference.sid) || same(user.id, objectIdOfSid(reference.sid));
    case 'samAccountName':
      return (
        same(user.samAccountName, reference.samAccountName) &&
        inDomain(user.domain, reference.domain, netbiosDomains)
      );
  }
}

function same(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}
