import { lazyArchive } from '../shared/adapters/archive/lazy-archive';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { fetchPoster } from '../shared/adapters/notifications/fetch-poster';
import { archiver } from '../shared/app/archive';
import type { BeginWatch } from '../shared/app/begin-watch';
import { watchBeginner } from '../shared/app/begin-watch';
import { notifier } from '../shared/app/notify';
import type { BringEvent, Bringing } from '../shared/app/notify-again';
import { eventBringer } from '../shared/app/notify-again';
import { ocsfPublisher } from '../shared/app/publish-ocsf';
import { incidentWriter } from '../shared/app/write-back';
import type { Dependencies } from '../shared/app/dependencies';
import type { Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import {
  ARCHIVE_SUBSCRIPTION,
  OCSF_SUBSCRIPTION,
  WRITE_BACK_SUBSCRIPTION,
} from '../shared/health/topic-readers';
import type { Clock } from '../shared/ports/clock';
import type { OcsfTopic } from '../shared/ports/results-topic';
import type { IncidentsOf } from './connect-incidents';
import type { EventReceiver } from './pass-on-event';

/** What reads outcomes from the topic, as far as it is configured. */
export interface TopicReaders {
  readonly bring?: BringEvent;
  readonly watch?: BeginWatch;
  /** Those that pass every event on to one receiver. */
  readonly receivers: readonly SubscribedReceiver[];
}

/** A receiver, its function, and the subscription of the results topic whose events it gets. */
export interface SubscribedReceiver extends EventReceiver {
  readonly functionName: string;
  readonly subscription: string;
}

interface System extends Omit<Bringing, 'notify' | 'clock'>, Pick<Dependencies, 'tenants' | 'ledger'> {
  readonly clock: Clock;
  readonly incidentsOf: IncidentsOf;
  readonly appVersion: () => string;
  readonly ocsfTopic: OcsfTopic | undefined;
}

/** Connects what reads outcomes from the topic. Nothing is sent before its first use. */
export function connectReaders(config: Config, system: System): TopicReaders {
  const receivers = [
    archiveReceiver(config, system),
    ocsfReceiver(system),
    writeBackReceiver(config, system),
  ];
  return {
    ...compact({
      bring: connectBringer(config, system),
      watch: config.policy.watch && watchBeginner(system.ledger.watches),
    }),
    receivers: receivers.filter((receiver) => receiver !== undefined),
  };
}

function connectBringer({ notify, locale }: Config, system: System): BringEvent | undefined {
  if (!notify) return undefined;
  const { clock } = system;
  const writing = compact({ locale, consoleUrl: notify.consoleUrl });
  const poster = fetchPoster(clock);
  return eventBringer({ ...system, notify: notifier({ ...notify, writing, poster, clock }) });
}

function archiveReceiver({ archive, identity }: Config, { clock }: System): SubscribedReceiver | undefined {
  if (!archive) return undefined;
  const passOn = archiver(lazyArchive(archive, () => managedIdentity(identity.clientId), clock));
  return {
    functionName: 'archive',
    subscription: ARCHIVE_SUBSCRIPTION,
    passOn,
    done: 'archived',
    name: 'The archive',
  };
}

function ocsfReceiver({ ocsfTopic, appVersion }: System): SubscribedReceiver | undefined {
  if (!ocsfTopic) return undefined;
  const passOn = ocsfPublisher(ocsfTopic, appVersion());
  return {
    functionName: 'ocsf',
    subscription: OCSF_SUBSCRIPTION,
    passOn,
    done: 'published as OCSF',
    name: 'The topic of OCSF',
  };
}

function writeBackReceiver(
  { writeBack, policy }: Config,
  { tenants, clock, incidentsOf }: System,
): SubscribedReceiver | undefined {
  if (!writeBack) return undefined;
  const passOn = incidentWriter({ ...writeBack, policy, tenants, clock, incidentsOf });
  const subscription = WRITE_BACK_SUBSCRIPTION;
  return { functionName: 'writeBack', subscription, passOn, done: 'written back', name: 'The incident' };
}
