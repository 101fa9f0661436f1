import type { Destination } from '../messages/notifications/destination';
import type { Notification, Writing } from '../messages/notifications/notification';
import { notificationOf, notificationOfMany } from '../messages/notifications/notification';
import { slackMessage } from '../messages/notifications/slack-message';
import { teamsMessage } from '../messages/notifications/teams-card';
import type { PassedOnEvent } from '../messages/topic-message';
import type { Post } from '../ports/poster';
import { signedHeaders } from '../webhook/signature';

/** An event that is posted, and the bytes that were published. */
export interface Posting {
  readonly event: PassedOnEvent;
  readonly body: Uint8Array;
  readonly writing: Writing;
  /** The time of the signature. */
  readonly now: Date;
  /** Whether a card stands for all that the brake has held since the event. */
  readonly isForMany: boolean;
}

/** What a destination is sent of an event. */
export function notificationPost(destination: Destination, posting: Posting): Post {
  const { event, body, now } = posting;
  const { url } = destination;
  switch (destination.kind) {
    case 'teams':
      return { url, ...json(teamsMessage(shownOf(posting))) };
    case 'slack':
      return { url, ...json(slackMessage(shownOf(posting))) };
    case 'webhook':
      return {
        url,
        headers: {
          'content-type': 'application/cloudevents+json',
          ...signedHeaders(destination.secrets, { id: event.id, body }, now),
        },
        body,
      };
  }
}

function shownOf({ event, writing, isForMany }: Posting): Notification {
  return isForMany && event.type === 'io.github.session-revoker.outcome.v1'
    ? notificationOfMany(event, writing)
    : notificationOf(event, writing);
}

function json(message: object): Pick<Post, 'headers' | 'body'> {
  return {
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(message)),
  };
}
