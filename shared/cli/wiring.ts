import { randomUUID } from 'node:crypto';
import { systemClock } from '../adapters/system-clock';
import { appFolder } from '../config/app-folder';
import type { Config } from '../config/config';
import { readAlertFormats } from '../config/read-alert-formats';
import { configurationProblems, readAppConfig, readServiceBusConfig } from '../config/read-environment';
import { askedMemberships } from '../core/policy';
import type { CheckReport } from '../ports/health-check';
import type { Format } from '../alerts/format';
import type { Ledger } from '../ports/ledger';
import type { RequestChannel } from '../ports/ports';
import { checkHealth } from '../health/check-health';
import { ledgerCheck } from '../health/ledger-check';
import { policyCheck } from '../health/policy-check';
import type { QuarantineDesk } from './dead-letters';
import type { DecisionDesk } from './decision-desk';
import type { PreviewDependencies } from './what-if';

// The CLI's composition root. The Azure SDKs take a while to load and `explain` needs none of them, so each command
// loads what it needs.

export const clock = systemClock;

/** Formats of alerts that an operator has added. */
export function formats(): readonly Format[] {
  const read = readAlertFormats(process.env['ALERT_FORMATS'], appFolder(__dirname));
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  return read.formats;
}

/** The queue, and a subscription of the results topic. */
export async function connect(subscription: string): Promise<RequestChannel> {
  const { client, entities } = await connectServiceBus();
  const { serviceBusRequestChannel } = await import('../adapters/service-bus/service-bus-request-channel.js');
  return serviceBusRequestChannel(client, entities, subscription, clock);
}

export async function connectQuarantine(): Promise<QuarantineDesk> {
  const { client, entities } = await connectServiceBus();
  const [{ serviceBusQuarantine }, { serviceBusPostponedMessages }] = await Promise.all([
    import('../adapters/service-bus/service-bus-quarantine.js'),
    import('../adapters/service-bus/service-bus-postponed-messages.js'),
  ]);
  return {
    quarantine: serviceBusQuarantine(client, entities.rejectedQueue),
    requests: serviceBusPostponedMessages(client.createSender(entities.requestQueue)),
    close: () => client.close(),
  };
}

/** What waits for a person lies in the ledger; decisions go by the queue. */
export async function connectDecisions(): Promise<DecisionDesk> {
  const config = appConfig();
  const [{ holds }, channel] = await Promise.all([connectLedger(config), connect('cli')]);
  return { holds, channel, close: () => channel.close() };
}

/** Everything that reads, and nothing that writes. */
export async function connectPreview(): Promise<PreviewDependencies> {
  const config = appConfig();
  const [{ graph }, { graphDirectory }, { previewLedger }, { jwksTokens }] = await Promise.all([
    connectGraph(config),
    import('../adapters/graph/graph-directory.js'),
    import('../adapters/ledger/preview-ledger.js'),
    import('../adapters/token-verifier/jwks-token-verifier.js'),
  ]);
  return {
    policy: config.policy,
    locale: config.locale,
    formats: config.formats,
    securityEventTokens: jwksTokens(config.webhook),
    directory: graphDirectory(graph),
    ledger: previewLedger(await connectLedger(config)),
    clock,
    random: Math.random,
    newId: randomUUID,
  };
}

/** How everything is, from here, with the settings of the app. */
export async function checkUp(): Promise<readonly CheckReport[]> {
  const read = readAppConfig(process.env, appFolder(__dirname));
  if (read.kind === 'invalid') {
    return read.problems.map((detail) => ({ name: 'configuration', status: 'failed', detail }));
  }
  const config = read.value;
  const { policy, serviceBus, graph } = config;
  const [connection, { graphChecks }, { client }, { serviceBusChecks }, ledger] = await Promise.all([
    connectGraph(config),
    import('../health/graph-checks.js'),
    connectServiceBus(),
    import('../health/service-bus-checks.js'),
    connectLedger(config),
  ]);
  const { tenantId } = policy;
  const asked = askedMemberships(policy);
  try {
    const reports = await checkHealth([
      policyCheck(policy),
      ...graphChecks({ endpoint: graph.endpoint, ...connection, clock, tenantId, asked }),
      ...serviceBusChecks(client, serviceBus.entities),
      ledgerCheck(ledger, clock),
    ]);
    return [{ name: 'configuration', status: 'ok', detail: 'Every setting is valid.' }, ...reports];
  } finally {
    await client.close();
  }
}

function appConfig(): Config {
  const read = readAppConfig(process.env, appFolder(__dirname));
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  return read.value;
}

async function credentialOf(clientId?: string) {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(clientId === undefined ? {} : { managedIdentityClientId: clientId });
}

async function connectServiceBus() {
  const read = readServiceBusConfig(process.env);
  if (read.kind === 'invalid') throw new Error(configurationProblems(read.problems));
  const credential = await credentialOf();
  const { serviceBusClient } = await import('../adapters/connections/service-bus-client.js');
  return {
    client: serviceBusClient(read.value.connection, () => credential),
    entities: read.value.entities,
  };
}

async function connectGraph({ graph: { endpoint }, identity }: Config) {
  const [credential, { graphClient }, { documentedPaces }] = await Promise.all([
    credentialOf(identity.clientId),
    import('../adapters/graph/graph-client.js'),
    import('../adapters/graph/pace.js'),
  ]);
  const graph = graphClient({
    endpoint,
    credential,
    pace: documentedPaces(clock),
    clock,
    random: Math.random,
    newId: randomUUID,
  });
  return { graph, credential };
}

async function connectLedger({ ledger, identity }: Config): Promise<Ledger> {
  if (ledger.kind === 'memory') {
    throw new Error(
      'LEDGER_STORAGE is memory: what the app knows is in its own process, and cannot be seen from here.',
    );
  }
  const [credential, { ledgerTable }, { tableLedger }] = await Promise.all([
    credentialOf(identity.clientId),
    import('../adapters/connections/ledger-table.js'),
    import('../adapters/ledger/table-ledger.js'),
  ]);
  return tableLedger(ledgerTable(ledger, () => credential));
}
