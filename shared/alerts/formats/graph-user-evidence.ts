import type { AccountsAt } from '../alert-format';

/** What of a user's evidence says that the user is not the one to be locked out ("userEvidence resource type"). */
export const userEvidence: Omit<AccountsAt, 'at'> = {
  only: [{ path: '@odata.type|at_sign_odata_type', is: ['#microsoft.graph.security.userEvidence'] }],
  except: [
    { path: 'verdict', is: ['noThreatsFound'] },
    { path: 'roles[]', is: ['contextual'] },
  ],
  names: {
    id: ['userAccount.azureAdUserId'],
    userPrincipalName: ['userAccount.userPrincipalName'],
    sid: ['userAccount.userSid'],
    name: ['userAccount.accountName'],
    domain: ['userAccount.domainName'],
  },
};

export const CLASSIFIED_AS_BENIGN = ['falsePositive', 'informationalExpectedActivity'];
