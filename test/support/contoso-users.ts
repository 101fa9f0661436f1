import { contosoUsers } from '../../local/tenant/contoso';
import type { Tenant } from '../../local/tenant/tenant';

/** The object id of a made-up member. */
export function idOf(userPrincipalName: string): string {
  return contosoUsers.find((user) => user.userPrincipalName === userPrincipalName)?.id ?? '';
}

/** How often a made-up member has been signed out. */
export function revocationsOf({ directory }: Tenant, userPrincipalName: string): number {
  return directory.revocations.filter(({ userId }) => userId === idOf(userPrincipalName)).length;
}
