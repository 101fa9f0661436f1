import type { Config } from '../config/config';
import type { Policy } from '../core/policy';
import { NOTIFY_QUEUE } from '../config/notify-queue';
import type { TopicReader } from './topic-reader-check';

/** The subscription of the results topic from which `notify` reads. The templates create it under this name. */
export const NOTIFY_SUBSCRIPTION = 'notify';
/** The one from which `archive` reads. */
export const ARCHIVE_SUBSCRIPTION = 'archive';

const CORRECT_NOTIFY =
  'Correct the destination in NOTIFY, which the log of the functions notify and notifyAgain names, and remove the messages there.';
const CORRECT_WATCH =
  'Correct what the log of the function watch names, and send the messages there to the topic again: until then those revocations are not watched.';
const CORRECT_ARCHIVE =
  'Correct what the log of the function archive names, and send the messages there to the topic again.';

/** The one from which `watch` reads. */
export const WATCH_SUBSCRIPTION = 'watch';

type PassedOn = Pick<Config, 'notify' | 'archive'> & { readonly watch?: Policy['watch'] | undefined };

/** The functions that read from the results topic, as far as they are configured. */
export function topicReaders({ notify, archive, watch }: PassedOn, topic: string): readonly TopicReader[] {
  return [
    ...(notify
      ? [
          {
            name: 'notifications',
            topic,
            subscription: NOTIFY_SUBSCRIPTION,
            remedy: CORRECT_NOTIFY,
            setting: 'NOTIFY',
            laterQueue: NOTIFY_QUEUE,
          },
        ]
      : []),
    ...(archive
      ? [
          {
            name: 'archive',
            topic,
            subscription: ARCHIVE_SUBSCRIPTION,
            remedy: CORRECT_ARCHIVE,
            setting: 'ARCHIVE_OUTCOMES',
          },
        ]
      : []),
    ...(watch
      ? [
          {
            name: 'watch',
            topic,
            subscription: WATCH_SUBSCRIPTION,
            remedy: CORRECT_WATCH,
            setting: 'the key watch in infra/settings/policy.json',
          },
        ]
      : []),
  ];
}
