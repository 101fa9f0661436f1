import type { Config } from '../config/config';
import type { Policy } from '../core/policy';
import { NOTIFY_QUEUE } from '../config/notify-queue';
import type { TopicReader } from './topic-reader-check';

/** The subscription of the results topic from which `notify` reads. The templates create it under this name. */
export const NOTIFY_SUBSCRIPTION = 'notify';
/** The one from which `archive` reads. */
export const ARCHIVE_SUBSCRIPTION = 'archive';
/** The one from which `seal` reads. */
export const SEAL_SUBSCRIPTION = 'seal';

const CORRECT_NOTIFY =
  'Correct the destination in NOTIFY, which the log of the functions notify and notifyAgain names, and remove the messages there.';
const CORRECT_WATCH =
  'Correct what the log of the function watch names, and send the messages there to the topic again: until then those revocations are not watched.';
const CORRECT_ARCHIVE =
  'Correct what the log of the function archive names, and send the messages there to the topic again.';
const CORRECT_SEAL =
  'Correct what the log of the function seal names, and send the messages there to the topic again.';

/** To whom outcomes are passed on. */
export type PassedOn = Pick<Config, 'notify' | 'archive' | 'seal'> & {
  readonly watch?: Policy['watch'] | undefined;
};

/** The one from which `watch` reads. */
export const WATCH_SUBSCRIPTION = 'watch';

/** The functions that read from the results topic, as far as they are configured. */
export function topicReaders(
  { notify, archive, watch, seal }: PassedOn,
  topic: string,
): readonly TopicReader[] {
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
    ...(seal
      ? [
          {
            name: 'sealing',
            topic,
            subscription: SEAL_SUBSCRIPTION,
            remedy: CORRECT_SEAL,
            setting: 'SEAL_OUTCOMES',
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
