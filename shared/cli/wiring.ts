import { randomUUID } from 'node:crypto';
import { alignedClock } from '../adapters/aligned-clock';
import type { OnAnswer } from '../adapters/connections/ledger-table';
import { systemClock } from '../adapters/system-clock';
import { zlibDecompress } from '../adapters/zlib-decompress';
import { emergencySwitch } from '../app/emergency-switch';
import { namesInPolicy } from '../app/names-in-policy';
import { appFolder } from '../config/app-folder';
import type { Config } from '../config/config';
import { readAppConfig, readOriginalsConfig, readSwitchConfig } from '../config/read-environment';
import { readServiceBusConfig } from '../config/service-bus-config';
import { compact } from '../core/compact';
import { checkHealth } from '../health/check-health';
import { configurationReports } from '../health/configuration-reports';
import type { CheckReport } from '../ports/health-check';
import type { Ledger } from '../ports/ledger';
import type { RequestQueue } from '../ports/request-queue';
import type { SwitchStore } from '../ports/switch-store';
import type { ApprovalDesk } from './approval-desk';
import type { RequestConnection } from './connected';
import type { DirectConnections } from './direct/direct-service';
import type { QuarantineDesk } from './direct/direct-quarantine';
import { decisionQueue } from './decision-queue';
import type { TenantDesk } from './tenant-desk';
import type { PreviewDependencies } from '../app/preview-message';
import { connectSharePoint } from './wired-checks';
import { azureOf, ownProfiles, reachBy } from './wired-reach';
import { cloudOf, configOf, formatsOf, policyOf, validOf } from './wired-settings';
import { connectOriginals, switchStoreOf, tableLedgerOf } from './wired-ledger';
import { graphFromHere } from './wired-graph';
import { checkedSeal, sealDesk as sealDeskOf } from './wired-seals';
import { connectedTenants, tenantDesk } from './wired-tenants';

// The CLI's composition root. The Azure SDKs take a while to load and `explain` needs none of them, so each command
// loads what it needs.

export const clock = systemClock;
export const decompress = zlibDecompress;

/** The alert formats that an operator has added. */
export const formats = () => formatsOf(process.env);
/** The policy that is set here. */
export const policy = () => policyOf(process.env);
const appConfig = () => configOf(process.env);
const cloud = () => cloudOf(process.env);

/** What the environment says of the terminal. */
export const terminalSettings = process.env;

/** The connected tenant, where the environment names it. */
export function tenantId(): string | undefined {
  return process.env['TENANT_ID'];
}

/** The queue past the backlog of the others; the request queue where the environment does without it. */
interface UrgentConnection {
  readonly urgentQueue: Pick<RequestQueue, 'send'>;
}

/** Connects to the request queue, and to a subscription of the results topic. */
async function connect(subscription: string): Promise<RequestConnection & UrgentConnection> {
  const { client, entities } = await connectServiceBus();
  const [{ serviceBusRequestQueue }, { serviceBusResultsSubscription }] = await Promise.all([
    import('../adapters/service-bus/service-bus-request-queue.js'),
    import('../adapters/service-bus/service-bus-results-subscription.js'),
  ]);
  const watched = { topic: entities.resultsTopic, subscription };
  const queueNamed = (name: string): RequestQueue => serviceBusRequestQueue(client.createSender(name));
  return {
    requestQueue: queueNamed(entities.requestQueue),
    urgentQueue: queueNamed(entities.urgentQueue ?? entities.requestQueue),
    results: serviceBusResultsSubscription(client, watched, clock),
    close: () => client.close(),
  };
}

/** Connects to the quarantine, and to the queue to which its originals are replayed. */
async function connectQuarantine(): Promise<QuarantineDesk> {
  const { client, entities } = await connectServiceBus();
  const [{ serviceBusQuarantine }, { serviceBusRequestQueue }, originals] = await Promise.all([
    import('../adapters/service-bus/service-bus-quarantine.js'),
    import('../adapters/service-bus/service-bus-request-queue.js'),
    connectOriginals(readOriginalsConfig(process.env), credentialOf),
  ]);
  return {
    quarantine: serviceBusQuarantine(client, entities.rejectedQueue, originals),
    requestQueue: serviceBusRequestQueue(client.createSender(entities.requestQueue), originals),
    close: () => client.close(),
  };
}

/** Connects to the requests for approval in the ledger, and to the queue that takes decisions. */
async function connectApprovals(): Promise<ApprovalDesk> {
  const config = appConfig();
  const [{ approvals }, connection] = await Promise.all([connectLedger(config), connect('cli')]);
  const { requestQueue, urgentQueue, ...rest } = connection;
  return { approvals, ...rest, requestQueue: decisionQueue(urgentQueue, requestQueue) };
}

/** Connects to everything that a preview reads, and to nothing that it could write. */
async function connectPreview(): Promise<PreviewDependencies> {
  const config = appConfig();
  const [{ directory, containmentMethods }, { tenants }, { previewLedger }, { jwksTokenVerifier }] =
    await Promise.all([
      connectGraph(config),
      connectedTenants(config, credentialOf(config.identity.clientId), clock),
      import('../adapters/ledger/preview-ledger.js'),
      import('../adapters/token-verifier/jwks-token-verifier.js'),
    ]);
  return {
    policy: config.policy,
    emergencySwitch: emergencySwitch(await connectSwitch(), clock),
    locale: config.locale,
    formats: config.formats,
    decompress,
    tenants,
    tokenVerifier: jwksTokenVerifier(config.webhook, clock),
    directory,
    containmentMethods,
    ledger: previewLedger(await connectLedger(config)),
    clock,
    random: Math.random,
    newId: randomUUID,
  };
}

/** Connects to the connected tenants, and to where their connections are. */
export async function connectTenants(): Promise<TenantDesk> {
  const config = appConfig();
  const { directory } = await connectGraph(config);
  return tenantDesk(config, credentialOf(config.identity.clientId), clock, directory);
}

/** Connects to the emergency switch, with the settings of the ledger alone. */
async function connectSwitch(): Promise<SwitchStore> {
  const config = validOf(readSwitchConfig(process.env));
  return switchStoreOf(config, credentialOf(config.identity.clientId));
}

/** Runs all health checks from this machine, with the settings of the app. */
async function checkUp(): Promise<readonly CheckReport[]> {
  const read = readAppConfig(process.env, appFolder(__dirname));
  return read.kind === 'invalid' ? configurationReports(read.problems) : checkApp(read.value);
}

async function checkApp(config: Config): Promise<readonly CheckReport[]> {
  const { heard, aheadMs, clock: aligned } = alignedClock(clock);
  const [{ healthChecks }, graph, sharePoint, connected, serviceBus, ledger, originals, seal] =
    await Promise.all([
      import('../health/health-checks.js'),
      connectGraph(config),
      connectSharePoint(config, credentialOf, clock),
      connectedTenants(config, credentialOf(config.identity.clientId), clock),
      connectServiceBus(),
      connectLedger(config, heard),
      connectOriginals(config.originals, credentialOf),
      checkedSeal(config, credentialOf),
    ]);
  try {
    const reports = await checkHealth(
      healthChecks({
        cloud: config.cloud,
        policy: config.policy,
        webhook: config.webhook,
        ...namesInPolicy({ directory: graph.directory, policy: config.policy }),
        graph,
        // The calls are made by who runs this; the remedies are for the identity of the app that makes them.
        containment:
          config.identity.containmentClientId === undefined ? undefined : { ...graph, graph: graph.client },
        tokenLifetimes: graph.tokenLifetimes,
        signInLog: graph.signInLog,
        ...compact({ sharePoint, seal }),
        tenants: { ...connected, where: config.tenants.kind },
        serviceBus: { ...serviceBus, passedOn: config },
        ledger,
        switchStore: await connectSwitch(),
        originals,
        clock: aligned,
        aheadMs,
      }),
    );
    return [{ name: 'configuration', status: 'ok', detail: 'Every setting is valid.' }, ...reports];
  } finally {
    await serviceBus.client.close();
  }
}

/** An operator's own sign-in, or an identity, at the authority of the cloud. */
async function credentialOf(managedIdentityClientId?: string, tenantId?: string) {
  const { authorityHost } = cloud();
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential(compact({ authorityHost, managedIdentityClientId, tenantId }));
}

const signIn = (tenant: string | undefined) => credentialOf(undefined, tenant);
/** The profiles of the person at this machine. */
export const profiles = ownProfiles(process.env);
/** Azure Resource Manager, in the name of the person who is signed in. */
export const azure = azureOf(cloud, signIn);
/** The seal of outcomes. */
export const sealDesk = sealDeskOf(() => readOriginalsConfig(process.env), credentialOf);
export const newId = randomUUID;

const direct: DirectConnections = {
  connect,
  connectQuarantine,
  connectApprovals,
  connectPreview,
  connectTenants,
  connectSwitch,
  checkUp,
  newId,
  now: () => clock.now(),
};

/** The way to the app that a command line chooses. */
export const reach = reachBy(process.env, profiles, signIn, direct);

async function connectServiceBus() {
  const { connection, entities } = validOf(readServiceBusConfig(process.env));
  const credential = await credentialOf();
  const { serviceBusClient } = await import('../adapters/connections/service-bus-client.js');
  return { client: serviceBusClient(connection, () => credential), entities };
}

async function connectGraph(config: Config) {
  const credential = await credentialOf(config.identity.clientId);
  return graphFromHere(config, credential, clock);
}

function connectLedger(config: Config, onAnswer?: OnAnswer): Promise<Ledger> {
  return tableLedgerOf(config, credentialOf(config.identity.clientId), onAnswer);
}
