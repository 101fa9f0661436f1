import { ALL_ROLES } from '../api-token';
import type { UserSeed } from '../tenant/directory';
import { contosoUsers } from '../tenant/contoso';

/** Somebody who can sign in, and the app roles that are assigned to them. */
export interface Person {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly roles: readonly string[];
}

/** Who signs in to the console of the local stack: an approver, an analyst who may only read, and somebody without any role. */
export const contosoPeople: readonly Person[] = [
  person('lead@contoso.com', 'Lee Lead', ALL_ROLES),
  person('soc@contoso.com', 'Sasha Soc', ['Revocation.Read', 'Revocation.Request']),
  person('kendall@contoso.com', 'Kendall', []),
];

function person(userPrincipalName: string, displayName: string, roles: readonly string[]): Person {
  const user: UserSeed | undefined = contosoUsers.find((one) => one.userPrincipalName === userPrincipalName);
  if (!user) throw new Error(`The tenant has no user ${userPrincipalName}.`);
  return { id: user.id, userPrincipalName, displayName, roles };
}
