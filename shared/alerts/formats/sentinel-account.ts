import type { AccountsAt } from '../alert-format';

/** Entities of the kind Account ("Microsoft Sentinel entity types reference"); those of mailboxes and mails are not. */
export const accountEntity: Omit<AccountsAt, 'at' | 'only'> = {
  names: {
    id: ['properties.aadUserId'],
    userPrincipalName: ['properties.userPrincipalName'],
    sid: ['properties.sid'],
    name: ['properties.accountName', 'properties.name'],
    suffix: ['properties.upnSuffix'],
    domain: ['properties.ntDomain', 'properties.dnsDomain'],
  },
  local: [{ path: 'properties.isDomainJoined', is: ['false'] }],
};

export const isAccount = [{ path: 'kind', is: ['account'] }] as const;
