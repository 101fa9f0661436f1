import type { AlertShape } from '../alert-format';
import { EXPORTED, RISKS_OF_USERS, diagnosticRecord } from './entra-diagnostic-record';

/**
 * Records of what was done, and of risk to what is no user. Our own revocations are among them: acting on them would
 * never end.
 */
export const entraOtherLogs: AlertShape = {
  name: 'entraOtherLogs',
  recognisedBy: [[EXPORTED, { path: 'category' }, { path: 'category', isNone: RISKS_OF_USERS }]],
  alert: { ...diagnosticRecord, title: ['operationName'] },
  quiet: [{ path: 'category', isNone: RISKS_OF_USERS }],
  accounts: [],
};
