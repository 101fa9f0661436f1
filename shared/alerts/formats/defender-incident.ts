import type { AlertShape } from '../alert-format';
import { BENIGN, userEntity } from './defender-entity';

/** An incident of the older API of Defender XDR ("List incidents API"). */
export const defenderIncident: AlertShape = {
  name: 'defenderIncident',
  recognisedBy: [[{ path: 'incidentId' }, { path: 'incidentName' }, { path: 'alerts' }]],
  alert: {
    provider: 'Microsoft Defender XDR',
    id: ['incidentId'],
    title: ['incidentName'],
    severity: ['severity'],
    url: ['incidentUri'],
    createdAt: ['createdTime'],
  },
  quiet: [
    { path: 'status', is: ['Resolved', 'Redirected'] },
    { path: 'classification', is: BENIGN },
    { path: 'severity', is: ['Informational'] },
  ],
  accounts: [
    {
      at: 'alerts[]',
      unless: [
        { path: 'status', is: ['Resolved'] },
        { path: 'classification', is: BENIGN },
      ],
      below: 'entities[]',
      ...userEntity,
    },
  ],
};
