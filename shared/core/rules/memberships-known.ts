import { askedMemberships } from '../policy';
import type { UserRule } from './user-rules';

/** Who cannot be told from a protected user is not signed out: fail closed. */
export const membershipsKnown: UserRule = {
  name: 'memberships-known',
  objection: ({ user, memberships }, policy) => {
    if (user.kind !== 'found' || !askedMemberships(policy)) return undefined;
    if (!memberships) throw new Error('The policy looks at memberships, and nobody has read them.');
    return memberships.kind === 'unreadable'
      ? {
          status: 'failed',
          detail: `Whether the user is protected could not be read: ${memberships.failure.detail}`,
        }
      : undefined;
  },
};
