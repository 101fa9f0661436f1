import type { Destination } from '../messages/notifications/destination';
import type { Writing } from '../messages/notifications/notification';
import { notificationOf } from '../messages/notifications/notification';
import { slackMessage } from '../messages/notifications/slack-message';
import { teamsMessage } from '../messages/notifications/teams-card';
import type { OutcomeEvent } from '../messages/outcome-event';
import type { Post } from '../ports/poster';
import { signedHeaders } from '../webhook/signature';

/** An outcome that is posted: its event, and the bytes that were published. */
export interface Posting {
  readonly event: OutcomeEvent;
  readonly body: Uint8Array;
  readonly writing: Writing;
  /** The time of the signature. */
  readonly now: Date;
}

/** What a destination is sent of an outcome. */
export function notificationPost(destination: Destination, posting: Posting): Post {
  const { event, body, writing, now } = posting;
  const { url } = destination;
  switch (destination.kind) {
    case 'teams':
      return { url, ...json(teamsMessage(notificationOf(event, writing))) };
    case 'slack':
      return { url, ...json(slackMessage(notificationOf(event, writing))) };
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

function json(message: object): Pick<Post, 'headers' | 'body'> {
  return {
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(message)),
  };
}
