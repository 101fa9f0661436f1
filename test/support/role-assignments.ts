import { builtInRoles } from '../../infra/rights/built-in-roles';
import type { RoleName } from '../../infra/rights/built-in-roles';
import type { Entity, Who } from '../../infra/rights/operation';
import { ofTheDeployer } from '../../infra/rights/tasks';
import { armModule } from './arm-template';

/** A role that somebody has on something. */
export interface Right {
  readonly who: Who;
  readonly role: RoleName;
  readonly on: Entity;
  /** The description of the assignment. */
  readonly reason: string;
}

/** By the expression of the compiled template. */
const principals: Readonly<Record<string, Who>> = {
  "[reference('appIdentity').principalId]": 'app',
  "[variables('senders')[copyIndex()]]": 'senders',
  "[variables('operators')[copyIndex()]]": 'operators',
  "[variables('sealReaders')[copyIndex()]]": 'operators',
  "[variables('approvers')[copyIndex()]]": 'approvers',
  "[variables('tenantAdministrators')[copyIndex()]]": 'administrators of connections',
};

/** By the last argument of `resourceId`. */
const entities: Readonly<Record<string, Entity>> = {
  "variables('requestQueue')": 'request queue',
  "variables('intakeQueue')": 'intake queue',
  "variables('waitsQueue')": 'waits queue',
  "variables('urgentQueue')": 'urgent queue',
  "variables('rejectedQueue')": 'quarantine',
  "variables('notifyQueue')": 'notify queue',
  "variables('resultsTopic')": 'topic',
  "'attention'": 'subscription `attention`',
  "'cli'": 'subscription `cli`',
  "variables('notifySubscription')": 'subscription `notify`',
  "variables('archiveSubscription')": 'subscription `archive`',
  "variables('watchSubscription')": 'subscription `watch`',
  "variables('ocsfSubscription')": 'subscription `ocsf`',
  "variables('writeBackSubscription')": 'subscription `write-back`',
  "variables('ocsfTopic')": 'topic of OCSF',
  "variables('archiveRules')[copyIndex()]": 'data collection rule',
  "variables('sealSubscription')": 'subscription `seal`',
  "variables('sealsContainer')": 'the container `revocation-seals`',
  "variables('sealKey')": 'the key of the seal',
  "variables('ledgerTable')": 'the table `RevocationLedger`',
  "variables('tenantsTable')": 'the table `RevocationTenants`',
  "variables('switchTable')": 'the table `RevocationSwitch`',
  "variables('originalsContainer')": 'the container `revocation-originals`',
  "parameters('storageName')": 'storage account',
  "variables('vaults')[copyIndex()]": 'key vault',
  "parameters('applicationInsightsName')": 'Application Insights',
};

/** The role assignments of the compiled template, in its order. */
export function assignedRights(): readonly Right[] {
  const { resources, variables } = armModule('access');
  const names = new Map(
    Object.entries(builtInRoles).map(([name, { id }]) => [id as string, name as RoleName]),
  );
  return resources
    .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
    .map(({ scope, properties = {} }) => {
      const [, variable = ''] =
        /variables\('(\w+)'\)\)\]$/.exec(String(properties['roleDefinitionId'])) ?? [];
      return {
        who: known(principals[String(properties['principalId'])], properties['principalId']),
        role: known(names.get(String(variables[variable])), variable),
        on: known(entityOf(scope), scope),
        reason: String(properties['description']),
      };
    });
}

/** These, and those of the person who deploys, which the template does not assign. */
export function allRights(): readonly Right[] {
  return [
    ...assignedRights(),
    ...ofTheDeployer.map((right) => ({ ...right, who: 'deployer' as const, reason: '' })),
  ];
}

/** Without a scope it is the resource group in which the module is deployed. */
function entityOf(scope: string | undefined): Entity | undefined {
  if (scope === undefined) return 'resource group';
  const [, last = ''] = /([^ ]+)\)\]$/.exec(scope) ?? [];
  return entities[last];
}

function known<T>(found: T | undefined, expression: unknown): T {
  if (found === undefined)
    throw new Error(`${String(expression)}: is not in test/support/role-assignments.ts`);
  return found;
}
