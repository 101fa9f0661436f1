import type { AlertShape } from '../alert-format';
import { accountEntity, isAccount } from './sentinel-account';

/** What a playbook gets that a person starts on an entity. */
export const sentinelEntityTrigger: AlertShape = {
  name: 'sentinelEntityTrigger',
  recognisedBy: [[{ path: 'IncidentArmID' }, { path: 'Entity.properties' }]],
  alert: { provider: 'Microsoft Sentinel', id: ['IncidentArmID'] },
  accounts: [{ at: 'Entity', only: isAccount, ...accountEntity }],
};
