import type { Config } from '../shared/config/config';
import type { TopicReader } from '../shared/health/topic-reader-check';

/** The subscription of the results topic from which `notify` reads. The templates create it under this name. */
export const NOTIFY_SUBSCRIPTION = 'notify';

/** What health checks of the functions that read from the topic, as far as they are configured. */
export function topicReaders({ notify, serviceBus }: Config): readonly TopicReader[] {
  const topic = serviceBus.entities.resultsTopic;
  return notify
    ? [
        {
          name: 'notifications',
          topic,
          subscription: NOTIFY_SUBSCRIPTION,
          remedy:
            'Correct the destination in NOTIFY, which the log of the function notify names, and remove the messages there.',
        },
      ]
    : [];
}
