import type { AccountNames } from '../account';
import type { AlertShape } from '../alert-format';
import type { JsonNode } from '../json-node';

/** An alert in the common schema ("Common alert schema"); a query names users in its dimensions. */
export const azureMonitor: AlertShape = {
  name: 'azureMonitor',
  recognisedBy: [[{ path: 'schemaId', is: ['azureMonitorCommonAlertSchema'] }, { path: 'data.essentials' }]],
  alert: {
    provider: 'Azure Monitor',
    id: ['data.essentials.alertId', 'data.essentials.originAlertId'],
    title: ['data.essentials.alertRule'],
    severity: ['data.essentials.severity'],
    url: ['data.essentials.investigationLink'],
    createdAt: ['data.essentials.firedDateTime'],
  },
  quiet: [
    { path: 'data.essentials.monitorCondition', isNone: ['Fired'] },
    { path: 'data.essentials.severity', is: ['Sev4'] },
  ],
  accounts: [],
  moreAccounts: (alert) => alert.select('data.alertContext.condition.allOf[]').map(accountOfDimensions),
};

/** The dimensions of one condition belong together: a name in one and an id in another are one user. */
function accountOfDimensions(condition: JsonNode): AccountNames {
  const named = (...names: readonly string[]): JsonNode[] =>
    condition.select('dimensions[]').flatMap((dimension) => {
      const name = dimension
        .text('name')
        ?.toLowerCase()
        .replace(/[^a-z]/g, '');
      const value = dimension.child('value');
      return value && name !== undefined && names.includes(name) ? [value] : [];
    });
  return {
    ids: named('userid', 'aaduserid', 'accountobjectid', 'userobjectid'),
    userPrincipalNames: named('userprincipalname', 'accountupn', 'upn'),
    sids: named('accountsid', 'usersid'),
  };
}
