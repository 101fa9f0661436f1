import type { AlertShape, NamePaths } from '../alert-format';

const SIGN_INS = ['USER_LOGIN', 'USER_LOGOUT'];
const EVENTS = 'collectionElements[].references[].event';
const names: NamePaths = {
  id: ['user.product_object_id'],
  userPrincipalName: ['user.email_addresses[]', 'user.userid'],
  sid: ['user.windows_sid'],
};

/** A detection of a rule, with the events behind it ("Unified Data Model field list"). */
export const googleSecOps: AlertShape = {
  name: 'googleSecOps',
  recognisedBy: [[{ path: 'type', is: ['RULE_DETECTION'] }, { path: 'detection' }]],
  alert: {
    provider: 'Google SecOps',
    id: ['id'],
    title: ['detection[].ruleName'],
    severity: ['detection[].severity'],
    url: ['detection[].urlBackToProduct'],
    createdAt: ['detectionTime', 'createdTime'],
  },
  quiet: [
    { path: 'detection[].alertState', is: ['NOT_ALERTING'] },
    { path: 'detection[].severity', is: ['INFORMATIONAL'] },
  ],
  accounts: [
    // Who signs in is the target of a sign-in, and the principal of everything else.
    { at: EVENTS, unless: [{ path: 'metadata.event_type', isNone: SIGN_INS }], below: 'target', names },
    { at: EVENTS, unless: [{ path: 'metadata.event_type', is: SIGN_INS }], below: 'principal', names },
  ],
};
