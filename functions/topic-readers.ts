import type { Config } from '../shared/config/config';
import type { TopicReader } from '../shared/health/topic-reader-check';

/** The subscription of the results topic from which `notify` reads. The templates create it under this name. */
export const NOTIFY_SUBSCRIPTION = 'notify';
/** The one from which `archive` reads. */
export const ARCHIVE_SUBSCRIPTION = 'archive';

/** Why a message is returned to the broker, and not dropped in silence: a later version may have sent it. */
export const UNREADABLE = 'A message of the results topic is not an event that this version can read.';

/** What health checks of the functions that read from the topic, as far as they are configured. */
export function topicReaders({ notify, archive, serviceBus }: Config): readonly TopicReader[] {
  const topic = serviceBus.entities.resultsTopic;
  return [
    ...(notify
      ? [{ name: 'notifications', topic, subscription: NOTIFY_SUBSCRIPTION, remedy: CORRECT_NOTIFY }]
      : []),
    ...(archive
      ? [{ name: 'archive', topic, subscription: ARCHIVE_SUBSCRIPTION, remedy: CORRECT_ARCHIVE }]
      : []),
  ];
}

const CORRECT_NOTIFY =
  'Correct the destination in NOTIFY, which the log of the function notify names, and remove the messages there.';
const CORRECT_ARCHIVE =
  'Correct what the log of the function archive names, and send the messages there to the topic again.';
