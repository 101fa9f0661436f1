import type { TokenCredential } from '@azure/core-auth';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { serviceBusClient } from '../shared/adapters/connections/service-bus-client';
import type { GraphClient } from '../shared/adapters/graph/graph-client';
import { DEFAULT_BUDGET, SHARED_BUDGET } from '../shared/adapters/graph/graph-client';
import type { RetryBudget } from '../shared/adapters/graph/retry-delay';
import { lazyOriginals } from '../shared/adapters/originals/lazy-originals';
import { noOriginals } from '../shared/adapters/originals/no-originals';
import { serviceBusDeadLetters } from '../shared/adapters/service-bus/service-bus-dead-letters';
import { serviceBusQuarantine } from '../shared/adapters/service-bus/service-bus-quarantine';
import type { OwnQueues } from '../shared/adapters/service-bus/own-queues';
import { ownQueues } from '../shared/adapters/service-bus/own-queues';
import { serviceBusResultsTopic } from '../shared/adapters/service-bus/service-bus-results-topic';
import { jwksTokenVerifier } from '../shared/adapters/token-verifier/jwks-token-verifier';
import type { ConfiguredTenants } from '../shared/adapters/tenants/configured-tenants';
import { configuredTenants } from '../shared/adapters/tenants/configured-tenants';
import { alignedClock } from '../shared/adapters/aligned-clock';
import { sharePointRevoker } from '../shared/adapters/sharepoint/sharepoint-revoker';
import { systemClock } from '../shared/adapters/system-clock';
import { zlibDecompress } from '../shared/adapters/zlib-decompress';
import type { Config } from '../shared/config/config';
import type { Connection } from '../shared/core/connection';
import { compact } from '../shared/core/compact';
import type { Clock } from '../shared/ports/clock';
import type { CheckReport, HealthCheck } from '../shared/ports/health-check';
import { lookUpNobody } from '../shared/health/graph-probes';
import { healthChecks } from '../shared/health/health-checks';
import { checkTenantNamed } from '../shared/health/tenant-checks';
import type { Bulkhead } from '../shared/app/bulkhead';
import { bulkhead, unbounded } from '../shared/app/bulkhead';
import { emergencySwitch } from '../shared/app/emergency-switch';
import { watchedApprovers } from '../shared/app/watched-approvers';
import { namesInTenants } from '../shared/app/names-in-policy';
import type { Dependencies } from '../shared/app/dependencies';
import { publishBeside } from '../shared/app/publish-switch';
import type { OriginalStore } from '../shared/ports/original-store';
import type { DeadLetters } from '../shared/ports/dead-letters';
import type { OcsfTopic } from '../shared/ports/results-topic';
import type { Revoker } from '../shared/ports/revoker';
import type { ApiConnections } from './connect-api';
import { connectApi } from './connect-api';
import { connectHome } from './connect-home';
import { connectLedger } from './connect-ledger';
import type { SealConnections } from './connect-seal';
import { connectSeal } from './connect-seal';
import { processWide } from './process-wide';
import { startTelemetry } from './connect-telemetry';
import { triggeringQueues } from './triggering-queues';

/** The app's connections to its backends. */
export interface Connections extends Omit<OwnQueues, 'waitsQueue'> {
  readonly dependencies: Dependencies;
  /** Where large originals are stored; undefined without blob storage. */
  readonly originals: OriginalStore | undefined;
  /** The dead-letter queues of the queues from which the app receives. */
  readonly deadLetters: DeadLetters;
  /** Undefined: outcomes are not published as OCSF. */
  readonly ocsfTopic: OcsfTopic | undefined;
  /** The credential for the tenant of a connection, or for the home tenant. */
  readonly credentialOf: (connection: Connection | undefined) => TokenCredential;
  /** Undefined: the app has no API. */
  readonly api: ApiConnections | undefined;
  /** Undefined: outcomes are not sealed. */
  readonly seal: SealConnections | undefined;
  readonly checks: readonly HealthCheck[];
  /** Checks one connected tenant. */
  readonly checkTenant: (tenantId: string) => Promise<readonly CheckReport[]>;
  /** Opens the connections that the first request needs. */
  readonly warmUp: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** What the first request uses. */
interface FirstUsed extends Pick<Dependencies, 'ledger' | 'tokenLifetimes' | 'emergencySwitch'> {
  readonly graph: GraphClient;
  readonly toResults: { createMessageBatch(): Promise<unknown> };
}

/**
 * Connects the app to its backends. Nothing is sent before its first use.
 *
 * @throws when a connection string cannot be used
 */
export function connect(config: Config): Connections {
  const { cloud, policy, locale, formats, webhook, serviceBus, ledger: store } = config;
  // What one instance stores and another compares are then times of one clock: the ledger's.
  const { clock, heard, aheadMs, serverTime } = alignedClock(systemClock);
  const credential = managedIdentity(config.identity.clientId);
  const identity = () => credential;
  const { client, originals, queues, toResults, ports } = connectBroker(config, identity, clock);
  const system = { clock, ...processWide(store, clock, serverTime), ...keptApart(config, clock) };
  const { tickets, ...own } = connectLedger(config, identity, { clock, heard });
  const atGraph = { ...config.graph, credential };
  const ofTenants = { ...system, tickets };
  const { client: graph, containmentClient, quotaUse, ...home } = connectHome(config, credential, ofTenants);
  const telemetry = startTelemetry(config.telemetry, credential);
  const connected = configuredTenants(config, credential, ofTenants);
  const dependencies: Dependencies = {
    ...system,
    policy,
    emergencySwitch: emergencySwitch(own.switchStore, clock, (change) => publishBeside(dependencies, change)),
    locale,
    formats,
    decompress: zlibDecompress,
    tenants: connected.tenants,
    tokenVerifier: jwksTokenVerifier(webhook, clock),
    ledger: own.ledger,
    ...home,
    revokers: { ...home.revokers, ...sharePointRevokers(config, clock) },
    ...ports,
    telemetry,
  };
  const seal = connectSeal(config, system);
  return {
    originals,
    ...queues,
    dependencies,
    seal,
    api: config.api && connectApi(config.api, dependencies, { ...own, ...queues, ...ports, quotaUse }),
    deadLetters: serviceBusDeadLetters(client, triggeringQueues(serviceBus.entities), clock),
    checks: healthChecks({
      cloud,
      policy,
      webhook,
      ...watchedApprovers(dependencies),
      graph: { ...atGraph, client: graph },
      containment: containmentClient,
      tokenLifetimes: home.tokenLifetimes,
      signInLog: home.signInLog,
      ...(config.sharePoint && { sharePoint: { ...config.sharePoint, cloud: cloud.name } }),
      tenants: { ...connected, where: config.tenants.kind },
      serviceBus: { client, entities: serviceBus.entities, passedOn: config },
      ...compact({ seal }),
      ...own,
      originals,
      clock,
      ...(store.kind !== 'memory' && { aheadMs }),
    }),
    ...perTenant(config, connected, { ...home, credential }),
    warmUp: () => openConnections({ graph, toResults, ...dependencies }),
    close: () => Promise.allSettled([client.close(), telemetry.close(), own.ledger.history.write()]),
  };
}

/** The queues and the topic, and the store of what is too large for them. */
function connectBroker(
  { serviceBus: { connection, entities }, originals: store }: Config,
  identity: () => TokenCredential,
  clock: Clock,
) {
  const client = serviceBusClient(connection, identity);
  const originals = store && lazyOriginals(store, identity);
  const { ocsfTopic: ocsf } = entities;
  const ocsfTopic = ocsf === undefined ? undefined : serviceBusResultsTopic(client.createSender(ocsf));
  const queues = { ...ownQueues(client, entities, clock, originals), ocsfTopic };
  const toResults = client.createSender(entities.resultsTopic);
  return {
    client,
    originals,
    queues,
    toResults,
    ports: {
      resultsTopic: serviceBusResultsTopic(toResults),
      quarantine: serviceBusQuarantine(client, entities.rejectedQueue, originals),
      requestQueue: queues.waitsQueue,
      originals: originals ?? noOriginals,
    },
  };
}

/** What is done in one tenant beside requests: its checks, and calls with its own credential. */
function perTenant(
  config: Config,
  connected: ConfiguredTenants,
  home: Pick<Dependencies, 'directory'> & { readonly credential: TokenCredential },
): Pick<Connections, 'checkTenant' | 'credentialOf'> {
  const lookUpsIn = namesInTenants({ directory: home.directory, tenantId: config.policy.tenantId });
  return {
    checkTenant: (tenantId) => checkTenantNamed(tenantId, { ...connected, config, lookUpsIn }),
    credentialOf: (to) => (to ? connected.tenants.graph(to).credential : home.credential),
  };
}

function openConnections(used: FirstUsed): Promise<unknown> {
  const { graph, tokenLifetimes, ledger, emergencySwitch: stops, toResults } = used;
  return Promise.allSettled([
    stops.lastChange(),
    graph(lookUpNobody).then(() => tokenLifetimes.refresh()),
    ledger.approvals.find('warm-up'),
    toResults.createMessageBatch(),
  ]);
}

/** The revoker of SharePoint with the credential of its own, where it is configured. */
function sharePointRevokers({ sharePoint }: Config, clock: Clock): { readonly sharePoint?: Revoker } {
  if (!sharePoint) return {};
  const { adminUrl, clientId } = sharePoint;
  return { sharePoint: sharePointRevoker({ adminUrl, credential: managedIdentity(clientId), clock }) };
}

/** How the tenants of the process are kept apart, the home tenant like any other; alone, it has all of the process. */
function keptApart(
  { tenants }: Config,
  clock: Clock,
): { readonly budget: RetryBudget; readonly bulkhead: Bulkhead } {
  return tenants.kind === 'none'
    ? { budget: DEFAULT_BUDGET, bulkhead: unbounded }
    : { budget: SHARED_BUDGET, bulkhead: bulkhead(clock) };
}
