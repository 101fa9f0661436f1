import type { DirectoryUser } from '../facts';
import type { UserRule } from './user-rules';

/** Identities with which a user signs in elsewhere (Microsoft Graph, "objectIdentity resource type"). */
const SIGN_IN_ELSEWHERE = new Set(['federated', 'emailaddress', 'username']);

/**
 * The sessions of guests, other external users and Azure AD B2C users are held elsewhere: Graph answers 200
 * and revokes nothing (Microsoft Graph, "user: revokeSignInSessions").
 */
export const userIsHomedHere: UserRule = {
  name: 'user-is-homed-here',
  objection: ({ user: fact }) => {
    const sign = fact.kind === 'found' ? signOfExternalHome(fact.user) : undefined;
    return sign === undefined
      ? undefined
      : {
          status: 'notApplicable',
          detail: `The user's home is elsewhere (${sign}); the sessions must be revoked there.`,
        };
  },
};

function signOfExternalHome(user: DirectoryUser): string | undefined {
  if (user.userType?.toLowerCase() === 'guest') return 'userType Guest';
  if (user.externalUserState !== undefined) return `externalUserState ${user.externalUserState}`;
  if (user.userPrincipalName?.toUpperCase().includes('#EXT#')) return '#EXT# in the user principal name';
  const elsewhere = user.signInTypes.find((type) => SIGN_IN_ELSEWHERE.has(type.toLowerCase()));
  return elsewhere === undefined ? undefined : `identity of type ${elsewhere}`;
}
