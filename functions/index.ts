import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from '@azure/functions';
import { appFolder } from '../shared/config/app-folder';
import { appVersion } from '../shared/config/app-version';
import type { Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import type { WebhookRequest } from '../shared/webhook/admission';
import { readAppConfig } from '../shared/config/read-environment';
import { rememberedHealth } from '../shared/health/check-health';
import type { Dependencies } from '../shared/app/dependencies';
import type { IncomingMessage } from '../shared/app/incoming-message';
import { callerLimit } from '../shared/app/caller-limit';
import { answerDeadLetters } from '../shared/app/answer-dead-letters';
import { processMessage } from '../shared/app/process-message';
import { watchSwitch } from '../shared/app/publish-switch';
import type { WhichEntries } from '../shared/app/resolve-protected';
import { resolveProtectedEverywhere } from '../shared/app/resolve-protected';
import type { Looking } from '../shared/app/look-for-returns';
import { lookForReturns as lookEverywhere } from '../shared/app/look-for-returns';
import { receiveAlert as takeAlert } from '../shared/app/receive-alert';
import { restoreFalsePositives } from '../shared/app/restore-false-positives';
import { resumeDecisions } from '../shared/app/resume-decisions';
import { sweep } from '../shared/app/sweep';
import { apiFunctions } from './api';
import type { ApiParts } from './answer-calls';
import { consoleFunctions } from './console';
import type { Connections } from './connect';
import type { ApiConnections } from './connect-api';
import { connect } from './connect';
import type { IncidentsOf } from './connect-incidents';
import { connectIncidents } from './connect-incidents';
import { health, healthDetails } from './health';
import type { InFlight } from './in-flight';
import { inFlight } from './in-flight';
import { problemsOfStart, startWithHealthOnly } from './start-with-health-only';
import { receiveAlert } from './receive-alert';
import { DEAD_LETTER_SCHEDULE, reportDeadLetters } from './report-dead-letters';
import { registerTopicReaders } from './register-topic-readers';
import { revokeSessions } from './revoke-sessions';
import { serviceBusQueue } from './service-bus-entity';
import { SWEEP_SCHEDULE, sweepLedger } from './sweep-ledger';
import { RESOLVE_SCHEDULE, resolveAtStart, resolveProtected } from './resolve-protected';
import { LOOK_SCHEDULE, lookForReturns } from './look-for-returns';
import { onTermination } from './termination';
import { triggeringQueues } from './triggering-queues';
import { SWITCH_SCHEDULE, watchEmergencySwitch } from './watch-switch';
import { keepWrittenMessageId, programmingModelOfWorker } from './written-message-id';

/** Health is checked at most once within this time; calls in between get the last result. */
const HEALTH_CACHE_MS = 30_000;

const read = readAppConfig(process.env, appFolder(__dirname));
if (read.kind === 'invalid') startWithHealthOnly(read.problems);
else startOrReport(read.value);

function startOrReport(config: Config): void {
  let connections: Connections;
  try {
    connections = connect(config);
  } catch (failure) {
    startWithHealthOnly(problemsOfStart(failure));
    return;
  }
  start(config, connections);
}

/** The one place where functions are registered; nothing else in the app runs on import. */
function start(config: Config, connections: Connections): void {
  const { dependencies, intakeQueue, urgentQueue, deadLetters, api, checks, checkTenant, warmUp, close } =
    connections;
  const { clock } = dependencies;
  const work = inFlight();
  const process = work.counted((message: IncomingMessage) => processMessage(dependencies, message));
  for (const { name, queue, ...from } of triggeringQueues(config.serviceBus.entities)) {
    app.generic(name, serviceBusQueue(queue, revokeSessions(process, from)));
  }
  app.timer('reportDeadLetters', {
    schedule: DEAD_LETTER_SCHEDULE,
    handler: reportDeadLetters(work.counted(() => answerDeadLetters(dependencies, deadLetters))),
  });
  app.timer('watchSwitch', {
    schedule: SWITCH_SCHEDULE,
    handler: watchEmergencySwitch(work.counted(() => watchSwitch(dependencies))),
  });
  const receiving = compact({ ...dependencies, intakeQueue, urgentQueue, senders: config.webhook.senders });
  const receive = work.counted((request: WebhookRequest) => takeAlert(receiving, request));
  app.http('receiveAlert', receiveAlert(receive, config.webhook.authorization));
  const check = rememberedHealth(checks, clock, HEALTH_CACHE_MS);
  app.http('health', health(check));
  if (api) registerApi({ ...api, clock }, { app: dependencies, receiving, check, checkTenant });
  else app.http('healthDetails', healthDetails(check, checkTenant));
  const incidentsOf = connectIncidents(config, connections);
  registerSweep(connections, incidentsOf);
  const resolve = (which: WhichEntries) => resolveProtectedEverywhere(dependencies, which);
  app.timer('resolveProtected', {
    schedule: RESOLVE_SCHEDULE,
    handler: resolveProtected(() => resolve('all')),
  });
  registerTopicReaders(config, { ...connections, incidentsOf }, work);
  registerLook(config, { home: dependencies, intakeQueue }, work);
  // The library sets its programming model when the first function is registered.
  const model = programmingModelOfWorker();
  if (model) keepWrittenMessageId(model);
  app.hook.appTerminate(onTermination(work, close));
  // The first request then finds a token and open connections. It opens those that fail now.
  void warmUp();
  void resolveAtStart(
    () => resolve('stale'),
    (line) => console.error(line),
  );
}

/** The timer that removes what is old, has false positives restored, and keeps the seal. */
function registerSweep(
  { dependencies, originals, seal }: Pick<Connections, 'dependencies' | 'originals' | 'seal'>,
  incidentsOf: IncidentsOf,
): void {
  app.timer('sweepLedger', {
    schedule: SWEEP_SCHEDULE,
    handler: sweepLedger({
      removeExpired: () => sweep({ ...dependencies, store: originals }),
      resumeDecisions: () => resumeDecisions(dependencies),
      restoreFalsePositives: () => restoreFalsePositives({ home: dependencies, incidentsOf }),
      ...compact({ keepSeal: seal?.keep }),
    }),
  });
}

/** The function that looks whether users have returned, where policy has revocations watched. */
function registerLook({ policy }: Config, looking: Looking, work: InFlight): void {
  if (!policy.watch) return;
  const look = work.counted(() => lookEverywhere(looking));
  app.timer('lookForReturns', { schedule: LOOK_SCHEDULE, handler: lookForReturns(look) });
}

/** Registers the API. How calls are answered is loaded with the first one. */
function registerApi(
  { accessTokens, clock, console: ofConsole, ...ofApi }: ApiConnections & Pick<Dependencies, 'clock'>,
  parts: Omit<ApiParts, keyof ApiConnections | 'version'>,
): void {
  const version = appVersion(appFolder(__dirname));
  const gate = { accessTokens, callerLimit: callerLimit(clock) };
  const load = async () => (await import('./answer-calls.js')).answerCalls({ ...parts, ...ofApi, version });
  for (const [name, options] of Object.entries(apiFunctions(gate, load))) app.http(name, options);
  if (!ofConsole) return;
  for (const [name, options] of Object.entries(consoleFunctions(ofConsole, readConsoleFile)))
    app.http(name, options);
}

function readConsoleFile(name: string): Promise<Uint8Array> {
  return readFile(join(appFolder(__dirname), 'console', name));
}
