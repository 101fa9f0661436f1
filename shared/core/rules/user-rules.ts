import type { Facts } from '../facts';
import type { Objection } from '../objection';
import type { Policy } from '../policy';
import { accountIsAUser } from './account-is-a-user';
import { firstAnswer } from './first-answer';
import { lookupSucceeded } from './lookup-succeeded';
import { membershipsKnown } from './memberships-known';
import { notDoneAlready } from './not-done-already';
import { userExists } from './user-exists';
import { userIsHomedHere } from './user-is-homed-here';
import { userIsNotProtected } from './user-is-not-protected';
import { userIsUnambiguous } from './user-is-unambiguous';

/** A rule about one user; under what-if its status becomes the prediction. */
export interface UserRule {
  readonly name: string;
  readonly objection: (facts: Facts, policy: Policy) => Omit<Objection, 'rule'> | undefined;
}

/** In the order in which they are asked; the first objection stands. */
export const userRules: readonly UserRule[] = [
  lookupSucceeded,
  userExists,
  userIsUnambiguous,
  accountIsAUser,
  userIsHomedHere,
  // Before the next: who is protected by name stays so while memberships cannot be read.
  userIsNotProtected,
  membershipsKnown,
  notDoneAlready,
];

/** The first objection to revoking this user, if any. */
export function objectionToUser(
  facts: Facts,
  policy: Policy,
  rules: readonly UserRule[] = userRules,
): Objection | undefined {
  return firstAnswer(rules, ({ objection }) => objection(facts, policy));
}
