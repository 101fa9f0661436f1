import type { AlertShape } from '../alert-format';
import { accountEntity, isAccount } from './sentinel-account';

/** The entities of an incident, as the API returns them. */
export const sentinelEntities: AlertShape = {
  name: 'sentinelEntities',
  recognisedBy: [[{ path: 'entities[].kind' }, { path: 'entities[].properties' }]],
  alert: { provider: 'Microsoft Sentinel' },
  accounts: [{ at: 'entities[]', only: isAccount, ...accountEntity }],
};
