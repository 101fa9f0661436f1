import type { AlertShape } from '../alert-format';
import { CLASSIFIED_AS_BENIGN, userEvidence } from './graph-user-evidence';

/** Graph's alert of all Defender products ("alert resource type", namespace microsoft.graph.security). */
export const graphAlert: AlertShape = {
  name: 'graphAlert',
  recognisedBy: [
    [{ path: '@odata.type', is: ['#microsoft.graph.security.alert'] }, { path: 'id' }],
    // As others hand it on, without its annotations.
    [{ path: 'serviceSource' }, { path: 'createdDateTime' }, { path: 'lastUpdateDateTime' }, { path: 'id' }],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    product: ['productName'],
    id: ['id'],
    title: ['title', 'displayName'],
    severity: ['severity'],
    url: ['alertWebUrl'],
    createdAt: ['createdDateTime'],
  },
  quiet: [
    { path: 'status', is: ['resolved'] },
    { path: 'classification', is: CLASSIFIED_AS_BENIGN },
    { path: 'severity', is: ['informational'] },
    { path: 'title', begins: 'Email reported by user' },
  ],
  accounts: [{ at: 'evidence[]', ...userEvidence }],
};
