import { armModule } from './arm-template';

/** Azure Service Bus Data Owner ("Azure built-in roles"): the one built-in role of the data plane with the right to manage. */
const DATA_OWNER = '090c5cfd-751d-490a-894a-3ce6f1109419';

/** Whether the template gives the app's identity the right to manage a queue: on this queue itself, not on more. */
export function appMayManage(queue: string): boolean {
  const { variables, resources } = armModule('access');
  const named = (expression: unknown): unknown =>
    variables[/.*variables\('(\w+)'\)/.exec(String(expression))?.[1] ?? ''];
  return resources.some(
    ({ type, scope = '', properties }) =>
      type === 'Microsoft.Authorization/roleAssignments' &&
      properties?.['principalId'] === "[reference('appIdentity').principalId]" &&
      named(properties['roleDefinitionId']) === DATA_OWNER &&
      scope.includes("'Microsoft.ServiceBus/namespaces/queues'") &&
      named(scope) === queue,
  );
}
