import { randomUUID } from 'node:crypto';
import { app } from '@azure/functions';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { serviceBusClient } from '../shared/adapters/connections/service-bus-client';
import { graphClient } from '../shared/adapters/graph/graph-client';
import { graphDirectory } from '../shared/adapters/graph/graph-directory';
import { graphRevoker } from '../shared/adapters/graph/graph-revoker';
import { serviceBusRejectedMessages } from '../shared/adapters/service-bus/service-bus-rejected-messages';
import { serviceBusResults } from '../shared/adapters/service-bus/service-bus-results';
import { systemClock } from '../shared/adapters/system-clock';
import { applicationInsightsTelemetry } from '../shared/adapters/telemetry/application-insights-telemetry';
import { noTelemetry } from '../shared/adapters/telemetry/no-telemetry';
import type { Config } from '../shared/config/config';
import { configurationProblems, readAppConfig } from '../shared/config/read-environment';
import { processMessage } from '../shared/shell/process-message';
import { revokeSessions } from './revoke-sessions';

const read = readAppConfig(process.env);
if (read.kind === 'invalid') {
  // A function app that starts without its functions looks healthy and answers nobody: die instead.
  console.error(configurationProblems(read.problems));
  process.exit(1);
}
start(read.value);

/** The one place where everything is wired; nothing else in the app runs on import. */
function start({ serviceBus, graph: { endpoint }, identity, policy, locale, telemetry }: Config): void {
  const clock = systemClock;
  const credential = managedIdentity(identity.clientId);
  const client = serviceBusClient(serviceBus.connection, () => credential);
  const { requestQueue, resultsTopic, rejectedQueue } = serviceBus.entities;
  const graph = graphClient({ endpoint, credential, clock, random: Math.random, newId: randomUUID });
  const watched = startTelemetry(telemetry);
  const dependencies = {
    policy,
    locale,
    clock,
    directory: graphDirectory(graph),
    revoker: graphRevoker(graph, clock),
    results: serviceBusResults(client.createSender(resultsTopic)),
    rejectedMessages: serviceBusRejectedMessages(client.createSender(rejectedQueue)),
    telemetry: watched,
  };
  app.generic(
    'revokeSessions',
    revokeSessions(requestQueue, (message) => processMessage(dependencies, message)),
  );
  app.hook.appTerminate(async () => {
    await Promise.all([client.close(), watched.close()]);
  });
}

function startTelemetry({
  connectionString,
}: Config['telemetry']): ReturnType<typeof applicationInsightsTelemetry> {
  if (connectionString === undefined) {
    console.log('No telemetry is sent: APPLICATIONINSIGHTS_CONNECTION_STRING is not set.');
    return noTelemetry;
  }
  const onFailure = (error: unknown): void => {
    console.error('No telemetry is sent: the Application Insights SDK could not be loaded.', error);
  };
  return applicationInsightsTelemetry({ connectionString, onFailure });
}
