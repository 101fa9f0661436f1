import type { UserRule } from './user-rules';

/** Service principals and agent identities have no user sessions (Microsoft Graph, "user: revokeSignInSessions"). */
export const accountIsAUser: UserRule = {
  name: 'account-is-a-user',
  objection: ({ user }) =>
    user.kind === 'notAUser'
      ? { status: 'notApplicable', detail: `This is a ${user.objectType}: it has no user sessions.` }
      : undefined,
};
