import type { AccountsAt } from '../alert-format';

/** An account among the entities of an alert. */
export const alertEntity: Omit<AccountsAt, 'at'> = {
  only: [{ path: 'Type', is: ['account'] }],
  names: {
    id: ['AadUserId'],
    userPrincipalName: ['UserPrincipalName'],
    sid: ['Sid'],
    name: ['Name', 'AccountName'],
    suffix: ['UPNSuffix'],
    domain: ['NTDomain', 'DnsDomain'],
  },
  local: [
    { path: 'IsDomainJoined', is: ['false'] },
    { path: 'Host.IsDomainJoined', is: ['false'] },
    { path: 'NTDomain', isSameAs: 'Host.HostName' },
  ],
};
