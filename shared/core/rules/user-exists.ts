import type { UserRule } from './user-rules';

export const userExists: UserRule = {
  name: 'user-exists',
  objection: ({ user }) =>
    user.kind === 'notFound'
      ? { status: 'userNotFound', detail: 'The directory of this tenant has no such user.' }
      : undefined,
};
