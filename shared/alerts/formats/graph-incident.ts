import type { AlertShape } from '../alert-format';
import { CLASSIFIED_AS_BENIGN, userEvidence } from './graph-user-evidence';

/** Graph's incident, with its alerts if it was asked for with them ("incident resource type"). */
export const graphIncident: AlertShape = {
  name: 'graphIncident',
  recognisedBy: [
    [{ path: '@odata.type', is: ['#microsoft.graph.security.incident'] }],
    [{ path: 'incidentWebUrl' }, { path: 'displayName' }, { path: 'status' }, { lacks: 'serviceSource' }],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    id: ['id'],
    title: ['displayName'],
    severity: ['severity'],
    url: ['incidentWebUrl'],
    createdAt: ['createdDateTime'],
  },
  quiet: [
    { path: 'status', is: ['resolved', 'redirected'] },
    { path: 'classification', is: CLASSIFIED_AS_BENIGN },
    { path: 'severity', is: ['informational'] },
  ],
  accounts: [
    {
      at: 'alerts[]',
      unless: [
        { path: 'status', is: ['resolved'] },
        { path: 'classification', is: CLASSIFIED_AS_BENIGN },
      ],
      below: 'evidence[]',
      ...userEvidence,
    },
  ],
};
