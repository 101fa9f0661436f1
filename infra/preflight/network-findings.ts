import type { CommandResult } from './commands';
import type { Findings } from './findings';

/** Runs the Azure CLI. */
export type RunAz = (args: readonly string[]) => CommandResult;

/** What azd is about to deploy. */
export interface PlannedNetwork {
  readonly privateNetworking: boolean;
  readonly environmentName: string;
  readonly subscriptionId: string;
}

const NOTHING: Findings = { problems: [], warnings: [] };
const INSTALL = 'Install the Azure CLI (https://aka.ms/azure-cli) and run az login';

/**
 * Finds what keeps the deployment from its network, and with private networking registers the resource provider to which the
 * app's subnet is delegated: no resource of the template has its type, so no deployment registers it.
 */
export function networkFindings(planned: PlannedNetwork, az: RunAz): Findings {
  const tier = tierFindings(planned, az);
  if (!planned.privateNetworking || tier.problems.length > 0) return tier;
  return { problems: registrationProblems(planned, az), warnings: tier.warnings };
}

/** The tier of a namespace cannot be changed, and only Premium has private endpoints. */
function tierFindings(planned: PlannedNetwork, az: RunAz): Findings {
  const { environmentName, subscriptionId, privateNetworking } = planned;
  const tag = `azd-env-name=${environmentName}`;
  const args = ['resource', 'list', '--subscription', subscriptionId, '--tag', tag];
  const found = az([
    ...args,
    '--query',
    "[?type=='Microsoft.ServiceBus/namespaces'].sku.name",
    '--output',
    'tsv',
  ]);
  if (found.kind !== 'done') {
    const reason = found.kind === 'missing' ? 'there is no Azure CLI' : found.problem;
    return { problems: [], warnings: [`The tier of Service Bus is not checked: ${reason}. ${INSTALL}.`] };
  }
  const deployed = found.output.trim();
  const wanted = privateNetworking ? 'Premium' : 'Standard';
  if (deployed === '' || deployed === wanted) return NOTHING;
  const problem =
    `Private networking is decided by the first deployment: Service Bus of ${environmentName} has the tier ${deployed}, ` +
    `which cannot become ${wanted}. Set PRIVATE_NETWORKING back to ${String(!privateNetworking)}, or deploy another environment (azd env new).`;
  return { problems: [problem], warnings: [] };
}

function registrationProblems({ subscriptionId }: PlannedNetwork, az: RunAz): readonly string[] {
  const provider = ['--namespace', 'Microsoft.App', '--subscription', subscriptionId];
  const state = az(['provider', 'show', ...provider, '--query', 'registrationState', '--output', 'tsv']);
  if (state.kind === 'missing') {
    return [
      `Private networking needs the resource provider Microsoft.App, and there is no Azure CLI to register it. ${INSTALL}.`,
    ];
  }
  if (state.kind === 'done' && state.output.trim() === 'Registered') return [];
  const registered = az(['provider', 'register', ...provider, '--wait']);
  if (registered.kind === 'done') return [];
  const reason = registered.kind === 'failed' ? registered.problem : 'there is no Azure CLI';
  return [
    `Private networking needs the resource provider Microsoft.App, which could not be registered: ${reason}. ` +
      `Have an Owner or Contributor of the subscription run az provider register --namespace Microsoft.App.`,
  ];
}
