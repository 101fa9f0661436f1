import { ALL_ROLES } from '../api-token';
import type { UserSeed } from '../tenant/directory';
import { contosoUsers } from '../tenant/contoso';

/** Somebody who can sign in, and the app roles that are assigned to them. */
export interface Person {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** Who they are, in a few words. */
  readonly about: string;
}

/** Who signs in to the console of the local stack. */
export const contosoPeople: readonly Person[] = [
  person('lead@contoso.com', {
    displayName: 'Lee Lead',
    roles: ALL_ROLES,
    about: 'approver and operator, has all roles',
  }),
  person('deputy@contoso.com', {
    displayName: 'Devon Deputy',
    roles: ['Revocation.Read', 'Revocation.Approve'],
    about: 'second approver',
  }),
  person('soc@contoso.com', {
    displayName: 'Sasha Soc',
    roles: ['Revocation.Read', 'Revocation.Request'],
    about: 'analyst, may look and ask, not decide',
  }),
  person('kendall@contoso.com', {
    displayName: 'Kendall',
    roles: [],
    about: 'administrator, has no role of the app',
  }),
];

function person(userPrincipalName: string, about: Omit<Person, 'id' | 'userPrincipalName'>): Person {
  const user: UserSeed | undefined = contosoUsers.find((one) => one.userPrincipalName === userPrincipalName);
  if (!user) throw new Error(`The tenant has no user ${userPrincipalName}.`);
  return { id: user.id, userPrincipalName, ...about };
}
