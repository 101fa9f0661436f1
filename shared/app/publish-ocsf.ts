import { ocsfMessage } from '../messages/ocsf/ocsf-message';
import { readTopicMessage } from '../messages/topic-message';
import type { OcsfTopic } from '../ports/results-topic';
import { Unavailable } from '../ports/unavailable';
import type { PassedOn, PassOn } from './pass-on';

/** Publishes each event in which something was done, or was not, as OCSF, under its own id. Reminders and verdicts are neither. */
export function ocsfPublisher(topic: OcsfTopic, appVersion: string): PassOn {
  return async (body): Promise<PassedOn> => {
    const message = readTopicMessage(body);
    if (message.kind === 'unreadable') return { kind: 'unreadable' };
    if (message.kind === 'other') return { kind: 'skipped' };
    const { event } = message;
    switch (event.type) {
      case 'io.github.session-revoker.reminder.v1':
      case 'io.github.session-revoker.eviction.v1':
        return { kind: 'skipped' };
      case 'io.github.session-revoker.outcome.v1':
      case 'io.github.session-revoker.method.v1':
        return publish(topic, ocsfMessage(event, appVersion));
    }
  };
}

async function publish(topic: OcsfTopic, message: Parameters<OcsfTopic['publish']>[0]): Promise<PassedOn> {
  const eventId = message.messageId;
  try {
    await topic.publish(message);
    return { kind: 'passedOn', eventId };
  } catch (failure) {
    if (!(failure instanceof Unavailable)) throw failure;
    return { kind: 'failed', eventId, reason: failure.message };
  }
}
