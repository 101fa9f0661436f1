import type { AlertShape } from '../alert-format';
import { ALERT_EVIDENCE } from './defender-alert-evidence';

/** Everything else that is streamed is inventory and events, with a user in each: no alert asks for them. */
export const defenderOtherTables: AlertShape = {
  name: 'defenderOtherTables',
  recognisedBy: [
    [
      { path: 'category', begins: 'AdvancedHunting-' },
      { path: 'category', isNone: [ALERT_EVIDENCE] },
      { path: 'properties' },
    ],
  ],
  alert: {
    provider: 'Microsoft Defender XDR',
    id: ['properties.AlertId'],
    title: ['properties.Title'],
    severity: ['properties.Severity'],
  },
  quiet: [{ path: 'category' }],
  accounts: [],
};
