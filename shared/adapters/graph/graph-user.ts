import * as z from 'zod';
import { compact } from '../../core/compact';
import { detail } from '../../core/detail';
import type { DirectoryUser } from '../../core/directory-user';
import type { UserFact } from '../../core/facts';
import type { UserReference } from '../../core/user-reference';
import { referenceKey } from '../../core/user-reference';
import type { NetbiosDomains } from './on-premises-domain';
import { netbiosNames } from './on-premises-domain';

/** What a look-up reads of a user: who it is, where the home is, and the other names. */
export const SELECT =
  '$select=id,userPrincipalName,accountEnabled,userType,externalUserState,identities,signInSessionsValidFromDateTime,proxyAddresses,securityIdentifier,onPremisesSecurityIdentifier,onPremisesSamAccountName,onPremisesDomainName';

const text = z.string().nullish();
export const graphUser = z.object({
  '@odata.type': text,
  id: z.string().min(1),
  userPrincipalName: text,
  accountEnabled: z.boolean().nullish(),
  userType: text,
  externalUserState: text,
  identities: z.array(z.object({ signInType: text })).nullish(),
  signInSessionsValidFromDateTime: text,
  proxyAddresses: z.array(z.string()).nullish(),
  securityIdentifier: text,
  onPremisesSecurityIdentifier: text,
  onPremisesSamAccountName: text,
  onPremisesDomainName: text,
});
export type GraphUser = z.infer<typeof graphUser>;
export const graphUsers = z.object({ value: z.array(graphUser) });

/** Kinds of directory object that have user sessions; an agent user is a user, an agent identity is not. */
const USER_TYPES = new Set(['user', 'agentUser']);

/** What the object of an answer is: a user, or an object without user sessions. */
export function factOf(user: GraphUser, netbiosDomains: NetbiosDomains): UserFact {
  const objectType = objectTypeOf(user['@odata.type'] ?? '#microsoft.graph.user');
  return isUserType(objectType)
    ? {
        kind: 'found',
        user: directoryUser(user),
        names: namesOf(user, netbiosDomains).map(referenceKey),
        ...(user.accountEnabled === false && { isDisabled: true }),
      }
    : { kind: 'notAUser', objectType };
}

/** The user of a list with one user in it. */
export function theOnly(
  users: readonly GraphUser[],
  reference: string,
  netbiosDomains: NetbiosDomains,
): UserFact {
  const [user, ...others] = users;
  if (!user) return { kind: 'notFound' };
  if (others.length === 0) return factOf(user, netbiosDomains);
  const userIds = users.map(({ id }) => id);
  return { kind: 'ambiguous', detail: detail('severalUsers', { count: users.length, reference }), userIds };
}

/** The type of an object, as Graph's documentation names it. */
export function objectTypeOf(odataType: string): string {
  return odataType.replace(/^#?microsoft\.graph\./, '');
}

export function isUserType(objectType: string): boolean {
  return USER_TYPES.has(objectType);
}

/** For an absent value Graph writes null or an empty text, or omits the property. */
export function present(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}

function directoryUser(user: GraphUser): DirectoryUser {
  const { id, userPrincipalName, userType, externalUserState, identities } = user;
  return compact({
    id,
    userPrincipalName: present(userPrincipalName),
    userType: present(userType),
    externalUserState: present(externalUserState),
    signInTypes: (identities ?? []).flatMap(({ signInType }) => signInType ?? []),
    sessionsValidFrom: present(user.signInSessionsValidFromDateTime),
  });
}

/** The references by which this user can be named, as far as the answer shows. */
function namesOf(user: GraphUser, netbiosDomains: NetbiosDomains): readonly UserReference[] {
  const { id, userPrincipalName, proxyAddresses, securityIdentifier, onPremisesSecurityIdentifier } = user;
  const addresses = (proxyAddresses ?? []).flatMap((address) => /^smtp:(.+)$/i.exec(address)?.[1] ?? []);
  const principalNames = [present(userPrincipalName) ?? [], addresses].flat();
  const sids = [present(securityIdentifier) ?? [], present(onPremisesSecurityIdentifier) ?? []].flat();
  const [samAccountName, domain] = [
    present(user.onPremisesSamAccountName),
    present(user.onPremisesDomainName),
  ];
  const domains = domain === undefined ? [] : [domain, ...netbiosNames(domain, netbiosDomains)];
  return [
    { kind: 'id', id },
    ...principalNames.map((name) => ({ kind: 'userPrincipalName' as const, userPrincipalName: name })),
    ...sids.map((sid) => ({ kind: 'sid' as const, sid })),
    ...domains.flatMap((named) =>
      samAccountName === undefined ? [] : { kind: 'samAccountName' as const, samAccountName, domain: named },
    ),
  ];
}
