import type { TokenCredential } from '@azure/core-auth';
import type { OnAnswer } from '../shared/adapters/connections/ledger-table';
import { ledgerTable, storageTable } from '../shared/adapters/connections/ledger-table';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { serviceBusClient } from '../shared/adapters/connections/service-bus-client';
import { graphAccess } from '../shared/adapters/graph/graph-access';
import type { GraphClient } from '../shared/adapters/graph/graph-client';
import { DEFAULT_BUDGET, SHARED_BUDGET } from '../shared/adapters/graph/graph-client';
import type { RetryBudget } from '../shared/adapters/graph/retry-delay';
import { inMemoryLedger } from '../shared/adapters/ledger/in-memory-ledger';
import { inMemorySwitch } from '../shared/adapters/ledger/in-memory-switch';
import { previewLedger } from '../shared/adapters/ledger/preview-ledger';
import { sharedLedger } from '../shared/adapters/ledger/shared-ledger';
import { SWITCH_TABLE, switchTable } from '../shared/adapters/ledger/switch-table';
import { lazyOriginals } from '../shared/adapters/originals/lazy-originals';
import { noOriginals } from '../shared/adapters/originals/no-originals';
import { serviceBusDeadLetters } from '../shared/adapters/service-bus/service-bus-dead-letters';
import { serviceBusQuarantine } from '../shared/adapters/service-bus/service-bus-quarantine';
import { serviceBusRequestQueue } from '../shared/adapters/service-bus/service-bus-request-queue';
import { ownQueues } from '../shared/adapters/service-bus/own-queues';
import { serviceBusResultsTopic } from '../shared/adapters/service-bus/service-bus-results-topic';
import { accessTokenVerifier } from '../shared/adapters/token-verifier/access-token-verifier';
import { jwksTokenVerifier } from '../shared/adapters/token-verifier/jwks-token-verifier';
import type { ConfiguredTenants } from '../shared/adapters/tenants/configured-tenants';
import { configuredTenants } from '../shared/adapters/tenants/configured-tenants';
import { alignedClock } from '../shared/adapters/aligned-clock';
import { sharePointRevoker } from '../shared/adapters/sharepoint/sharepoint-revoker';
import { systemClock } from '../shared/adapters/system-clock';
import { applicationInsightsTelemetry } from '../shared/adapters/telemetry/application-insights-telemetry';
import { noTelemetry } from '../shared/adapters/telemetry/no-telemetry';
import { zlibDecompress } from '../shared/adapters/zlib-decompress';
import { consoleSettings } from '../shared/api/console-settings';
import type { ApiConfig, Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import type { AccessTokenVerifier } from '../shared/ports/access-token-verifier';
import type { Clock } from '../shared/ports/clock';
import type { CheckReport, HealthCheck } from '../shared/ports/health-check';
import { lookUpNobody } from '../shared/health/graph-checks';
import { healthChecks } from '../shared/health/health-checks';
import { checkTenantNamed } from '../shared/health/tenant-checks';
import type { Bulkhead } from '../shared/app/bulkhead';
import { bulkhead, unbounded } from '../shared/app/bulkhead';
import { emergencySwitch } from '../shared/app/emergency-switch';
import { lookUpPerson } from '../shared/app/look-up-person';
import { namesInTenants } from '../shared/app/names-in-policy';
import type { Dependencies } from '../shared/app/dependencies';
import type { PreviewDependencies } from '../shared/app/preview-message';
import { publishBeside } from '../shared/app/publish-switch';
import type { Ledger } from '../shared/ports/ledger';
import type { OriginalStore } from '../shared/ports/original-store';
import type { DeadLetters } from '../shared/ports/dead-letters';
import type { RequestQueue } from '../shared/ports/request-queue';
import type { Revoker } from '../shared/ports/revoker';
import type { SwitchStore } from '../shared/ports/switch-store';
import type { ApiParts } from './answer-calls';
import { processWide } from './process-wide';
import { triggeringQueues } from './triggering-queues';

/** The app's connections to its backends. */
export interface Connections {
  readonly dependencies: Dependencies;
  /** The queue of what comes over HTTP. */
  readonly intakeQueue: RequestQueue;
  /** The queue of what may be urgent; absent: the environment does without it. */
  readonly urgentQueue?: RequestQueue;
  /** Where large originals are stored; undefined without blob storage. */
  readonly originals: OriginalStore | undefined;
  /** The dead-letter queues of the queues from which the app receives. */
  readonly deadLetters: DeadLetters;
  /** Undefined: the app has no API. */
  readonly api: ApiConnections | undefined;
  readonly checks: readonly HealthCheck[];
  /** Checks one connected tenant. */
  readonly checkTenant: (tenantId: string) => Promise<readonly CheckReport[]>;
  /** Opens the connections that the first request needs. */
  readonly warmUp: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** What the API needs beside the app's own connections. */
export interface ApiConnections extends Pick<ApiParts, 'switchStore' | 'quarantine' | 'replayQueue'> {
  readonly accessTokens: AccessTokenVerifier;
  /** Where people sign in. */
  readonly authorizationUri: string;
  /** What the console is given; undefined: there is none. */
  readonly console: ReturnType<typeof consoleSettings> | undefined;
  /** What a preview needs; its ledger writes nothing and is used once. */
  readonly previewing: () => PreviewDependencies;
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
  const client = serviceBusClient(serviceBus.connection, identity);
  const originals = config.originals && lazyOriginals(config.originals, identity);
  const { waitsQueue, ...queuesOfHttp } = ownQueues(client, serviceBus.entities, clock, originals);
  const toResults = client.createSender(serviceBus.entities.resultsTopic);
  const system = { clock, ...processWide(store, clock, serverTime), ...keptApart(config, clock) };
  const atGraph = { ...config.graph, credential };
  const { client: graph, ...home } = graphAccess({ ...atGraph, ...system }, policy.netbiosDomains);
  const own = connectLedger(config, identity, { clock, heard });
  const telemetry = startTelemetry(config.telemetry, credential);
  const connected = configuredTenants(config, credential, system);
  const quarantine = serviceBusQuarantine(client, serviceBus.entities.rejectedQueue, originals);
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
    resultsTopic: serviceBusResultsTopic(toResults),
    quarantine,
    requestQueue: waitsQueue,
    originals: originals ?? noOriginals,
    telemetry,
  };
  return {
    originals,
    ...queuesOfHttp,
    dependencies,
    api:
      config.api &&
      apiConnections(config.api, dependencies, {
        switchStore: own.switchStore,
        quarantine,
        replayQueue: serviceBusRequestQueue(client.createSender(serviceBus.entities.requestQueue), originals),
      }),
    deadLetters: serviceBusDeadLetters(client, triggeringQueues(serviceBus.entities), clock),
    checks: healthChecks({
      cloud,
      policy,
      webhook,
      lookUpPerson: (name) => lookUpPerson({ directory: home.directory, policy }, name),
      graph: { ...atGraph, client: graph },
      tokenLifetimes: home.tokenLifetimes,
      ...(config.sharePoint && { sharePoint: { ...config.sharePoint, cloud: cloud.name } }),
      tenants: { ...connected, where: config.tenants.kind },
      serviceBus: { client, entities: serviceBus.entities, passedOn: config },
      ...own,
      originals,
      clock,
      ...(store.kind !== 'memory' && { aheadMs }),
    }),
    checkTenant: tenantChecker(config, connected, home),
    warmUp: () => openConnections({ graph, toResults, ...dependencies }),
    close: () => Promise.allSettled([client.close(), telemetry.close(), own.ledger.history.write()]),
  };
}

function apiConnections(
  accepted: ApiConfig,
  app: Dependencies,
  operated: Pick<ApiConnections, 'switchStore' | 'quarantine' | 'replayQueue'>,
): ApiConnections {
  return {
    ...operated,
    accessTokens: accessTokenVerifier(accepted, app.clock),
    authorizationUri: `${accepted.authority}/${accepted.tenantId}/oauth2/v2.0/authorize`,
    console: accepted.console && consoleSettings(accepted, accepted.console),
    previewing: () => ({ ...app, ledger: previewLedger(app.ledger) }),
  };
}

/** Checks connected tenants by their ids. */
function tenantChecker(
  config: Config,
  connected: ConfiguredTenants,
  { directory }: Pick<Dependencies, 'directory'>,
): Connections['checkTenant'] {
  const lookUpsIn = namesInTenants({ directory, tenantId: config.policy.tenantId });
  return (tenantId) => checkTenantNamed(tenantId, { ...connected, config, lookUpsIn });
}

/** The ledger, and the emergency switch beside it; both in the memory of this process if the configuration says so. */
function connectLedger(
  { ledger: store, api }: Pick<Config, 'ledger' | 'api'>,
  identity: () => TokenCredential,
  { clock, heard }: { readonly clock: Clock; readonly heard: OnAnswer },
): { readonly ledger: Ledger; readonly switchStore: SwitchStore } {
  if (store.kind === 'memory') return { ledger: inMemoryLedger(), switchStore: inMemorySwitch(clock) };
  return {
    ledger: sharedLedger(ledgerTable(store, identity, heard), clock, { keepsHistory: api !== undefined }),
    switchStore: switchTable(storageTable(store, SWITCH_TABLE, identity)),
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

function startTelemetry(
  { connectionString, byIdentity }: Config['telemetry'],
  credential: TokenCredential,
): ReturnType<typeof applicationInsightsTelemetry> {
  if (connectionString === undefined) {
    console.log('No telemetry is sent: APPLICATIONINSIGHTS_CONNECTION_STRING is not set.');
    return noTelemetry;
  }
  const onFailure = (error: unknown): void => {
    console.error('No telemetry is sent: cannot load the Application Insights SDK.', error);
  };
  return applicationInsightsTelemetry(
    compact({ connectionString, onFailure, credential: byIdentity ? credential : undefined }),
  );
}
