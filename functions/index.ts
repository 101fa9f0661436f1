import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import { app } from '@azure/functions';
import { ledgerTable } from '../shared/adapters/connections/ledger-table';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { serviceBusClient } from '../shared/adapters/connections/service-bus-client';
import { graphClient } from '../shared/adapters/graph/graph-client';
import { graphDirectory } from '../shared/adapters/graph/graph-directory';
import { graphRevoker } from '../shared/adapters/graph/graph-revoker';
import { documentedPaces } from '../shared/adapters/graph/pace';
import { rememberedMemberships } from '../shared/adapters/graph/remembered-memberships';
import { inMemoryLedger } from '../shared/adapters/ledger/in-memory-ledger';
import { lazyOriginals } from '../shared/adapters/originals/lazy-originals';
import { noOriginals } from '../shared/adapters/originals/no-originals';
import { sharedLedger } from '../shared/adapters/ledger/shared-ledger';
import { serviceBusQuarantine } from '../shared/adapters/service-bus/service-bus-quarantine';
import { ownQueues } from '../shared/adapters/service-bus/own-queues';
import { serviceBusResultsTopic } from '../shared/adapters/service-bus/service-bus-results-topic';
import { jwksTokenVerifier } from '../shared/adapters/token-verifier/jwks-token-verifier';
import { systemClock } from '../shared/adapters/system-clock';
import { applicationInsightsTelemetry } from '../shared/adapters/telemetry/application-insights-telemetry';
import { noTelemetry } from '../shared/adapters/telemetry/no-telemetry';
import { zlibDecompress } from '../shared/adapters/zlib-decompress';
import { appFolder } from '../shared/config/app-folder';
import type { Config, Entities } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import type { WebhookRequest } from '../shared/webhook/admission';
import { configurationProblems, readAppConfig } from '../shared/config/read-environment';
import type { Channel } from '../shared/messages/message-history';
import type { RequestQueue } from '../shared/ports/request-queue';
import type { HealthCheck } from '../shared/ports/health-check';
import { rememberedHealth } from '../shared/health/check-health';
import { lookUpNobody } from '../shared/health/graph-checks';
import { healthChecks } from '../shared/health/health-checks';
import type { Dependencies } from '../shared/app/dependencies';
import { inTurn } from '../shared/app/in-turn';
import type { IncomingMessage } from '../shared/app/incoming-message';
import type { DeadLetterReason } from '../shared/app/process-dead-letter';
import { processDeadLetter } from '../shared/app/process-dead-letter';
import { processMessage } from '../shared/app/process-message';
import type { WhichEntries } from '../shared/app/resolve-protected';
import { resolveProtected as resolveProtectedEntries } from '../shared/app/resolve-protected';
import { receiveAlert as takeAlert } from '../shared/app/receive-alert';
import { sweep } from '../shared/app/sweep';
import type { OriginalStore } from '../shared/ports/original-store';
import { health } from './health';
import { inFlight } from './in-flight';
import { receiveAlert } from './receive-alert';
import { reportDeadLetters } from './report-dead-letters';
import { revokeSessions } from './revoke-sessions';
import { serviceBusQueue } from './service-bus-queue';
import { SWEEP_SCHEDULE, sweepLedger } from './sweep-ledger';
import { RESOLVE_SCHEDULE, resolveAtStart, resolveProtected } from './resolve-protected';
import { onTermination } from './termination';

/** Health is checked at most once within this time; calls in between get the last result. */
const HEALTH_CACHE_MS = 30_000;

const read = readAppConfig(process.env, appFolder(__dirname));
if (read.kind === 'invalid') {
  // A function app that starts without its functions looks healthy and processes nothing: exit instead.
  console.error(configurationProblems(read.problems));
  process.exit(1);
}
start(read.value);

/** The one place where everything is wired; nothing else in the app runs on import. */
function start(config: Config): void {
  const { dependencies, intakeQueue, originals, checks, warmUp, close } = connect(config);
  const { webhook } = config;
  const { clock } = dependencies;
  const work = inFlight();
  const process = work.counted((message: IncomingMessage) => processMessage(dependencies, message));
  const report = work.counted((message: IncomingMessage, reason: DeadLetterReason) =>
    processDeadLetter(dependencies, message, reason),
  );
  for (const { name, deadLetters, queue, channel } of queuesOf(config.serviceBus.entities)) {
    app.generic(name, serviceBusQueue(queue, revokeSessions(process, channel)));
    const letters = serviceBusQueue(`${queue}/$deadletterqueue`, reportDeadLetters(report, channel));
    app.generic(deadLetters, letters);
  }
  const receiving = { ...dependencies, intakeQueue, senders: webhook.senders };
  const receive = work.counted((request: WebhookRequest) => takeAlert(receiving, request));
  app.http('receiveAlert', receiveAlert(receive, webhook.authorization));
  app.http('health', health(rememberedHealth(checks, clock, HEALTH_CACHE_MS)));
  app.timer('sweepLedger', {
    schedule: SWEEP_SCHEDULE,
    handler: sweepLedger(() => sweep({ ...dependencies, store: originals })),
  });
  const resolve = (which: WhichEntries) => resolveProtectedEntries(dependencies, which);
  app.timer('resolveProtected', {
    schedule: RESOLVE_SCHEDULE,
    handler: resolveProtected(() => resolve('all')),
  });
  app.hook.appTerminate(onTermination(work, close));
  // The first request then finds a token and open connections. It opens those that fail now.
  void warmUp();
  void resolveAtStart(
    () => resolve('stale'),
    (line) => console.error(line),
  );
}

/** A queue, its functions, and who may send to it. */
interface TriggeringQueue {
  readonly name: string;
  readonly deadLetters: string;
  readonly queue: string;
  readonly channel: Channel;
}

function queuesOf({ requestQueue, intakeQueue, waitsQueue }: Entities): readonly TriggeringQueue[] {
  const queues = [
    { name: 'revokeSessions', deadLetters: 'reportDeadLetters', queue: requestQueue, channel: 'open' },
    { name: 'revokeReceived', deadLetters: 'reportDeadReceived', queue: intakeQueue, channel: 'own' },
    { name: 'resumeWaiting', deadLetters: 'reportDeadWaiting', queue: waitsQueue, channel: 'own' },
  ] as const;
  return queues.flatMap(({ queue, ...names }) => (queue === undefined ? [] : [{ ...names, queue }]));
}

/** Connects the app to its backends. */
function connect({ serviceBus, graph: { endpoint }, identity, ledger: store, ...config }: Config): {
  readonly dependencies: Dependencies;
  readonly originals: OriginalStore | undefined;
  readonly intakeQueue: RequestQueue;
  readonly checks: readonly HealthCheck[];
  /** Opens the connections that the first request needs. */
  readonly warmUp: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
} {
  const { policy, locale, formats, webhook } = config;
  const clock = systemClock;
  const credential = managedIdentity(identity.clientId);
  const client = serviceBusClient(serviceBus.connection, () => credential);
  const originals = config.originals && lazyOriginals(config.originals, () => credential);
  const { resultsTopic, rejectedQueue } = serviceBus.entities;
  const { waitsQueue, intakeQueue } = ownQueues(client, serviceBus.entities, clock, originals);
  const toResults = client.createSender(resultsTopic);
  const paces = documentedPaces(clock);
  const system = { clock, random: Math.random, newId: randomUUID, readInTurn: inTurn() };
  const graph = graphClient({ endpoint, credential, pace: paces, ...system });
  const ledger =
    store.kind === 'memory'
      ? inMemoryLedger()
      : sharedLedger(
          ledgerTable(store, () => credential),
          clock,
        );
  const telemetry = startTelemetry(config.telemetry, credential);
  return {
    originals,
    intakeQueue,
    dependencies: {
      ...system,
      policy,
      locale,
      formats,
      decompress: zlibDecompress,
      tokenVerifier: jwksTokenVerifier(webhook),
      ledger,
      directory: rememberedMemberships(graphDirectory(graph, config.policy.netbiosDomains), clock),
      revokers: { graph: graphRevoker(graph, paces.writes, clock) },
      resultsTopic: serviceBusResultsTopic(toResults),
      quarantine: serviceBusQuarantine(client, rejectedQueue, originals),
      requestQueue: waitsQueue,
      originals: originals ?? noOriginals,
      telemetry,
    },
    checks: healthChecks({
      policy,
      graph: { endpoint, credential, client: graph },
      serviceBus: { client, entities: serviceBus.entities },
      ledger,
      originals,
      clock,
    }),
    warmUp: () =>
      Promise.allSettled([
        graph(lookUpNobody),
        ledger.approvals.find('warm-up'),
        toResults.createMessageBatch(),
      ]),
    close: () => Promise.all([client.close(), telemetry.close()]),
  };
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
