import type { AlertShape } from '../alert-format';

/** An offense; 3 is the type whose source is a user name ("Offense types"). */
export const qradar: AlertShape = {
  name: 'qradar',
  recognisedBy: [[{ path: 'offense_type' }, { path: 'offense_source' }]],
  alert: {
    provider: 'QRadar',
    id: ['id'],
    title: ['description'],
    createdAt: ['start_time'],
  },
  quiet: [{ path: 'status', is: ['CLOSED', 'HIDDEN'] }],
  accounts: [
    { only: [{ path: 'offense_type', is: ['3', 'Username'] }], names: { name: ['offense_source'] } },
  ],
};
