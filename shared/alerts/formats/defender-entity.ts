import type { AccountsAt } from '../alert-format';

/** A user among the entities of an alert. */
export const userEntity: Pick<AccountsAt, 'only' | 'names'> = {
  only: [{ path: 'entityType', is: ['User'] }],
  names: {
    id: ['aadUserId'],
    userPrincipalName: ['userPrincipalName'],
    sid: ['userSid'],
    name: ['accountName'],
    domain: ['domainName'],
  },
};

export const BENIGN = ['falsePositive', 'informationalExpectedActivity', 'benignPositive'];
