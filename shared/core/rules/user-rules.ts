import type { Facts } from '../facts';
import type { Objection } from '../objection';
import { accountIsAUser } from './account-is-a-user';
import { lookupSucceeded } from './lookup-succeeded';
import { notDoneAlready } from './not-done-already';
import { userExists } from './user-exists';
import { userIsHomedHere } from './user-is-homed-here';
import { userIsUnambiguous } from './user-is-unambiguous';

/** A rule about one user; under what-if its status becomes the prediction. */
export interface UserRule {
  readonly name: string;
  readonly objection: (facts: Facts) => Omit<Objection, 'rule'> | undefined;
}

/** In the order in which they are asked; the first objection stands. */
export const userRules: readonly UserRule[] = [
  lookupSucceeded,
  userExists,
  userIsUnambiguous,
  accountIsAUser,
  userIsHomedHere,
  notDoneAlready,
];

/** The first objection to revoking this user, if any. */
export function objectionToUser(facts: Facts, rules: readonly UserRule[] = userRules): Objection | undefined {
  for (const rule of rules) {
    const objection = rule.objection(facts);
    if (objection) return { rule: rule.name, ...objection };
  }
  return undefined;
}
