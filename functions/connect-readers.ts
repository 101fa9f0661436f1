import { lazyArchive } from '../shared/adapters/archive/lazy-archive';
import { managedIdentity } from '../shared/adapters/connections/managed-identity';
import { fetchPoster } from '../shared/adapters/notifications/fetch-poster';
import type { ArchiveOutcome } from '../shared/app/archive';
import { archiver } from '../shared/app/archive';
import type { Notify } from '../shared/app/notify';
import { notifier } from '../shared/app/notify';
import type { Config } from '../shared/config/config';
import { compact } from '../shared/core/compact';
import type { Clock } from '../shared/ports/clock';

/** What reads outcomes from the topic, as far as it is configured. */
export interface TopicReaders {
  readonly notify?: Notify;
  readonly archive?: ArchiveOutcome;
}

/** Connects what reads outcomes from the topic. Nothing is sent before its first use. */
export function connectReaders({ notify, archive, identity, locale }: Config, clock: Clock): TopicReaders {
  const credential = () => managedIdentity(identity.clientId);
  const poster = fetchPoster(clock);
  return compact({
    notify:
      notify &&
      notifier({ ...notify, writing: compact({ locale, consoleUrl: notify.consoleUrl }), poster, clock }),
    archive: archive && archiver(lazyArchive(archive, credential, clock)),
  });
}
