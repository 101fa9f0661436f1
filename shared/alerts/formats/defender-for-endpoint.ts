import type { AlertShape } from '../alert-format';
import { BENIGN, userEntity } from './defender-entity';

/** An alert of the API of Defender for Endpoint ("Alert resource type"). */
export const defenderForEndpoint: AlertShape = {
  name: 'defenderForEndpoint',
  recognisedBy: [[{ path: 'alertCreationTime' }, { path: 'machineId' }, { path: 'title' }]],
  alert: {
    provider: 'Microsoft Defender for Endpoint',
    id: ['id'],
    title: ['title'],
    severity: ['severity'],
    createdAt: ['alertCreationTime'],
  },
  quiet: [
    { path: 'status', is: ['Resolved'] },
    { path: 'classification', is: BENIGN },
    { path: 'severity', is: ['Informational'] },
  ],
  accounts: [
    {
      at: 'evidence[]',
      ...userEntity,
    },
    { at: 'relatedUser', names: { name: ['userName'], domain: ['domainName'] } },
  ],
};
