import type { AccessTokens } from './tenant/access-tokens';
import { contosoUsers } from './tenant/contoso';

/** The registration of the app, whose tokens its API accepts. */
export const API_AUDIENCE = '7d1f0a4c-2b3e-4f5a-9c6d-8e7f0a1b2c3d';
/** The registration by which people sign in to the console. */
export const CONSOLE_CLIENT_ID = '2c9f6b1e-5d47-4a83-b0c2-9e1f3a7d8b54';
/** The client by which people sign in. */
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
export const ALL_ROLES = [
  'Revocation.Read',
  'Revocation.Request',
  'Revocation.Approve',
  'Revocation.Operate',
];
/** A token of the local stack is used by hand, for longer than one of Entra ID. */
const LIFETIME_S = 86_400;

/** A token with which a person calls the API, as the authority of the tenant issues it. */
export function tokenOfPerson(
  tokens: AccessTokens,
  userPrincipalName: string,
  roles: readonly string[] = ALL_ROLES,
): Promise<string> {
  const person = contosoUsers.find((user) => user.userPrincipalName === userPrincipalName);
  if (!person) throw new Error(`The tenant has no user ${userPrincipalName}.`);
  const now = Math.floor(Date.now() / 1000);
  return tokens.sign({
    auth_time: now,
    aud: API_AUDIENCE,
    oid: person.id,
    preferred_username: userPrincipalName,
    sub: `pairwise ${person.id}`,
    azp: AZURE_CLI,
    scp: 'access',
    roles,
    exp: now + LIFETIME_S,
  });
}
