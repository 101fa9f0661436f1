import { detail } from '../../shared/core/detail';
import type { DirectoryUser } from '../../shared/core/directory-user';
import type { MembershipFact, UserFact } from '../../shared/core/facts';
import type { AskedMemberships } from '../../shared/core/policy';
import type { UserReference } from '../../shared/core/user-reference';
import { referenceText } from '../../shared/core/user-reference';
import type { Clock } from '../../shared/ports/clock';
import type { Directory } from '../../shared/ports/directory';
import type { Revoker } from '../../shared/ports/revoker';
import { inDomain } from '../../shared/adapters/graph/on-premises-domain';

/** A user of the in-memory tenant. */
export interface TenantUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly userType?: string;
  readonly externalUserState?: string;
  readonly signInTypes?: readonly string[];
  readonly sid?: string;
  readonly samAccountName?: string;
  readonly domain?: string;
  /** Object ids of the groups, and template ids of the directory roles, that the user belongs to in any way. */
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
}

export interface InMemoryTenant {
  readonly directory: Directory;
  readonly revoker: Revoker;
  /** Object ids in the order of their revocations. */
  readonly revoked: readonly string[];
}

/** The twin of the Graph adapters: a directory and a revoker over a list of users. */
export function inMemoryTenant(
  users: readonly TenantUser[],
  clock: Clock,
  otherObjects: Readonly<Record<string, string>> = {},
): InMemoryTenant {
  const validFrom = new Map<string, string>();
  const revoked: string[] = [];
  return {
    revoked,
    directory: {
      find: (reference) => {
        const objectType = reference.kind === 'id' ? otherObjects[reference.id] : undefined;
        if (objectType !== undefined) return Promise.resolve({ kind: 'notAUser', objectType });
        const candidates = users.filter((candidate) => fits(candidate, reference));
        return Promise.resolve(theOnly(candidates, reference, validFrom));
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
      revoke: (user) => {
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
  return { kind: 'read', groups, roles: asked.roles ? (user?.roles ?? []) : [] };
}

function theOnly(
  candidates: readonly TenantUser[],
  reference: UserReference,
  validFrom: ReadonlyMap<string, string>,
): Exclude<UserFact, { kind: 'notLookedUp' }> {
  const [user, ...others] = candidates;
  if (!user) return { kind: 'notFound' };
  return others.length === 0
    ? { kind: 'found', user: directoryUser(user, validFrom.get(user.id)) }
    : {
        kind: 'ambiguous',
        detail: detail('severalUsers', { count: candidates.length, reference: referenceText(reference) }),
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

function fits(user: TenantUser, reference: UserReference): boolean {
  const same = (one: string | undefined, other: string): boolean =>
    one?.toLowerCase() === other.toLowerCase();
  switch (reference.kind) {
    case 'id':
      return same(user.id, reference.id);
    case 'userPrincipalName':
      return same(user.userPrincipalName, reference.userPrincipalName);
    case 'sid':
      return same(user.sid, reference.sid);
    case 'samAccountName':
      return same(user.samAccountName, reference.samAccountName) && inDomain(user.domain, reference.domain);
  }
}
