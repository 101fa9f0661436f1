import type { UserRule } from './user-rules';

/** Without knowing who it is, nobody is revoked. */
export const lookupSucceeded: UserRule = {
  name: 'lookup-succeeded',
  objection: ({ user }) =>
    user.kind === 'lookupFailed'
      ? { status: 'failed', detail: `The user could not be looked up: ${user.failure.detail}` }
      : undefined,
};
