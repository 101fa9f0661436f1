import type { UserRule } from './user-rules';

/** Several candidates are a question for a person, never a guess. */
export const userIsUnambiguous: UserRule = {
  name: 'user-is-unambiguous',
  objection: ({ user }) =>
    user.kind === 'ambiguous' ? { status: 'failed', detail: user.detail } : undefined,
};
