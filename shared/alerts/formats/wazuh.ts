import type { AlertShape } from '../alert-format';

/** Levels below "high importance" ("Rules classification"): ordinary events, each with a user. */
const LOW_LEVELS = Array.from({ length: 12 }, (_, level) => String(level));

/** An alert about an event of Office 365. */
export const wazuh: AlertShape = {
  name: 'wazuh',
  recognisedBy: [[{ path: 'rule.level' }, { path: 'data.office365' }]],
  alert: {
    provider: 'Wazuh',
    id: ['id'],
    title: ['rule.description'],
    createdAt: ['timestamp', 'data.office365.CreationTime'],
  },
  quiet: [
    { path: 'rule.level', is: LOW_LEVELS },
    { path: 'data.office365.Operation', begins: 'Update StsRefreshTokenValidFrom' },
  ],
  accounts: [],
  moreAccounts: (alert) => {
    const actors = alert.select('data.office365.Actor[]');
    const ofType = (type: string) =>
      actors.flatMap((actor) => (actor.text('Type') === type ? (actor.child('ID') ?? []) : []));
    return [{ ids: ofType('0'), userPrincipalNames: ofType('5') }];
  },
};
