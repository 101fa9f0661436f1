import type { UserRule } from './user-rules';

/** The same alert may come twice, by two rules of a SIEM or by a sender's retry. */
export const notDoneAlready: UserRule = {
  name: 'not-done-already',
  objection: ({ earlier }) =>
    earlier && {
      status: 'duplicate',
      detail: `The user was signed out for this already, at ${earlier.revokedAt}.`,
      duplicateOf: earlier.outcomeId,
    },
};
