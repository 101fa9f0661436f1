import type { Denial } from '../denial';
import type { Detail } from '../detail';
import { detail } from '../detail';
import { roleName } from '../directory-role';
import type { DirectoryUser } from '../directory-user';
import type { MembershipFact, ProtectedEntryFact, UserFact } from '../facts';
import { foldedName } from '../folded-name';
import type { Accounts, Policy } from '../policy';
import type { Rule } from './rule';

type NotFound = Exclude<UserFact, { readonly kind: 'found' }>;
type LookupDenials = {
  readonly [Kind in NotFound['kind']]: (fact: Extract<NotFound, { kind: Kind }>) => Denial;
};

/** What a look-up that found no single user is answered with. */
const lookupDenials: LookupDenials = {
  lookupFailed: ({ failure }) => ({
    rule: 'lookup-succeeded',
    status: 'failed',
    detail: detail('lookupFailed', { failure: failure.detail }),
    failure,
  }),
  notFound: ({ deletedAt }) => ({
    rule: 'user-exists',
    status: 'userNotFound',
    detail: deletedAt === undefined ? detail('noSuchUser') : detail('userDeleted', { time: deletedAt }),
  }),
  ambiguous: (fact) => ({ rule: 'user-is-unambiguous', status: 'failed', detail: fact.detail }),
  // Service principals and agent identities have no user sessions (Microsoft Graph, "user: revokeSignInSessions").
  notAUser: ({ objectType }) => ({
    rule: 'account-is-a-user',
    status: 'notApplicable',
    detail: detail(notAUserCode(objectType), { objectType }),
  }),
};

/** The sentence that names what would work instead, where that is known. */
function notAUserCode(objectType: string): 'notAUser' | 'notAUserButApplication' | 'notAUserButAgent' {
  if (/^agentidentity/i.test(objectType)) return 'notAUserButAgent';
  return objectType === 'servicePrincipal' ? 'notAUserButApplication' : 'notAUser';
}

/** The denial for a reference that did not lead to exactly one user. */
export function denialOfLookup<Kind extends NotFound['kind']>(
  fact: Extract<NotFound, { kind: Kind }>,
): Denial {
  return lookupDenials[fact.kind](fact);
}

/** Identities of customers, whose sessions Graph does not revoke (Microsoft Graph, "objectIdentity resource type"). */
const CUSTOMER_SIGN_IN = new Set(['emailaddress', 'username']);

/** Which users of the directory are not signed out, by what the look-up returned. The first answer counts. */
export const userRules: readonly Rule<{ readonly user: DirectoryUser }, Denial>[] = [
  {
    // The sessions of guests, other external users and Azure AD B2C users are held elsewhere: Graph answers 200 and
    // revokes nothing (Microsoft Graph, "user: revokeSignInSessions").
    name: 'user-is-homed-here',
    check: ({ user }) => {
      const proof = proofOfExternalHome(user);
      return proof && { status: 'notApplicable', detail: proof };
    },
  },
];

/** What a rule on protection can look at. */
export interface KnownOfAccount {
  readonly user: DirectoryUser;
  /** Empty lists when policy looks at no memberships. */
  readonly memberships: MembershipFact;
  /** `none` when policy names nobody otherwise than by object id. */
  readonly protectedEntry: ProtectedEntryFact;
  readonly policy: Policy;
}

/** Which users policy protects. Fail closed: a user who may be protected is not signed out. */
export const protectionRules: readonly Rule<KnownOfAccount, Denial>[] = [
  {
    // Signing out break-glass accounts and the app's own operators would lock everybody out.
    name: 'user-is-not-protected',
    check: ({ user, memberships, protectedEntry, policy: { protected: accounts } }) => {
      const protection =
        protectionByName(user, accounts) ??
        protectionByEntry(protectedEntry) ??
        protectionByMembership(memberships, accounts);
      return protection && { status: 'protected', detail: protection };
    },
  },
  {
    name: 'memberships-known',
    check: ({ memberships }) =>
      memberships.kind === 'unreadable'
        ? {
            status: 'failed',
            detail: detail('membershipsUnreadable', { failure: memberships.failure.detail }),
            failure: memberships.failure,
          }
        : undefined,
  },
];

/**
 * The proof that a user's home is elsewhere. A guest without any external identity is an internal guest, and a member may
 * have a federated identity beside the one of this tenant: both sign in here.
 */
function proofOfExternalHome(user: DirectoryUser): Detail | undefined {
  if (user.externalUserState !== undefined)
    return detail('homedElsewhereByState', { state: user.externalUserState });
  if (user.userPrincipalName?.toUpperCase().includes('#EXT#')) return detail('homedElsewhereByName');
  const types = user.signInTypes.map((type) => type.toLowerCase());
  const isAtHome = user.userType?.toLowerCase() !== 'guest' && types.includes('userprincipalname');
  const elsewhere = user.signInTypes.find(
    (_type, n) => CUSTOMER_SIGN_IN.has(types[n] ?? '') || (types[n] === 'federated' && !isAtHome),
  );
  return elsewhere === undefined ? undefined : detail('homedElsewhereByIdentity', { type: elsewhere });
}

function protectionByName({ id, userPrincipalName }: DirectoryUser, { users }: Accounts): Detail | undefined {
  if (users.includes(id.toLowerCase())) return detail('protectedById');
  const name = userPrincipalName === undefined ? undefined : foldedName(userPrincipalName);
  const isNamed = name !== undefined && users.some((user) => foldedName(user) === name);
  return isNamed ? detail('protectedByName') : undefined;
}

/** A break-glass account that is renamed stays protected: the entry has led to its object id before. */
function protectionByEntry(fact: ProtectedEntryFact): Detail | undefined {
  return fact.kind === 'none' ? undefined : detail('protectedByEntry', { entry: fact.entry });
}

function protectionByMembership(
  memberships: MembershipFact,
  { groups, roles }: Accounts,
): Detail | undefined {
  if (memberships.kind === 'unreadable') return undefined;
  const group = memberships.groups.find((id) => groups.includes(id));
  if (group !== undefined) return detail('protectedByGroup', { group });
  const role = memberships.roles.find((id) => roles.includes(id));
  return role === undefined ? undefined : detail('protectedByRole', { role: roleName(role) });
}
