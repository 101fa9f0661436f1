import { app } from '@azure/functions';
import { appFolder } from '../shared/config/app-folder';
import { appVersion } from '../shared/config/app-version';
import type { Config } from '../shared/config/config';
import { NOTIFY_QUEUE } from '../shared/config/notify-queue';
import { NOTIFY_SUBSCRIPTION, SEAL_SUBSCRIPTION, WATCH_SUBSCRIPTION } from '../shared/health/topic-readers';
import type { Connections } from './connect';
import type { IncidentsOf } from './connect-incidents';
import { connectReaders } from './connect-readers';
import type { InFlight } from './in-flight';
import { notifyAgain, notifyOutcome } from './notify-outcome';
import { passOnEvent } from './pass-on-event';
import { sealOutcome } from './seal-outcome';
import { serviceBusQueue, serviceBusSubscription } from './service-bus-entity';
import { waitBeforeRedelivery } from './wait-before-redelivery';
import { watchRevocation } from './watch-revocation';

/** Registers the functions that read outcomes from the topic, as far as they are configured. */
export function registerTopicReaders(
  config: Config,
  { dependencies, ...connections }: Connections & { readonly incidentsOf: IncidentsOf },
  work: InFlight,
): void {
  const { resultsTopic } = config.serviceBus.entities;
  const version = () => appVersion(appFolder(__dirname));
  const system = { ...connections, ...dependencies, queue: connections.notifyQueue, appVersion: version };
  const { bring, watch, receivers } = connectReaders(config, system);
  const wait = waitBeforeRedelivery(system.clock, system.random);
  if (bring) {
    const counted = work.counted(bring);
    const handler = notifyOutcome(counted, wait);
    app.generic('notify', serviceBusSubscription(resultsTopic, NOTIFY_SUBSCRIPTION, handler));
    app.generic('notifyAgain', serviceBusQueue(NOTIFY_QUEUE, notifyAgain(counted, wait)));
  }
  for (const { functionName, subscription, ...receiver } of receivers) {
    const handler = passOnEvent({ ...receiver, passOn: work.counted(receiver.passOn) }, wait);
    app.generic(functionName, serviceBusSubscription(resultsTopic, subscription, handler));
  }
  if (connections.seal) {
    const handler = sealOutcome(work.counted(connections.seal.seal), wait);
    app.generic('seal', serviceBusSubscription(resultsTopic, SEAL_SUBSCRIPTION, handler));
  }
  if (watch) {
    const handler = watchRevocation(work.counted(watch), wait);
    app.generic('watch', serviceBusSubscription(resultsTopic, WATCH_SUBSCRIPTION, handler));
  }
}
