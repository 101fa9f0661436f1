import { roleName } from '../directory-role';
import type { DirectoryUser } from '../facts';
import type { Accounts } from '../policy';
import type { UserRule } from './user-rules';

/** Break-glass accounts and the app's own operators: whoever locks these out locks everybody out. */
export const userIsNotProtected: UserRule = {
  name: 'user-is-not-protected',
  objection: ({ user, memberships }, policy) => {
    if (user.kind !== 'found') return undefined;
    const { groups, roles } = memberships?.kind === 'read' ? memberships : { groups: [], roles: [] };
    const sign =
      signByName(user.user, policy.protected) ??
      signByGroup(groups, policy.protected) ??
      signByRole(roles, policy.protected);
    return sign === undefined
      ? undefined
      : { status: 'protected', detail: `Policy forbids to sign this user out (${sign}).` };
  },
};

function signByName({ id, userPrincipalName }: DirectoryUser, { users }: Accounts): string | undefined {
  if (users.includes(id.toLowerCase())) return 'by object id';
  const name = userPrincipalName?.normalize('NFC').toLowerCase();
  return name !== undefined && users.includes(name) ? 'by user principal name' : undefined;
}

function signByGroup(of: readonly string[], { groups }: Accounts): string | undefined {
  const found = of.find((id) => groups.includes(id));
  return found === undefined ? undefined : `member of the group ${found}`;
}

function signByRole(of: readonly string[], { roles }: Accounts): string | undefined {
  const found = of.find((id) => roles.includes(id));
  return found === undefined ? undefined : `holder of the directory role ${roleName(found)}`;
}
