import type { Envelope } from './envelope';

/** What Okta's event hooks post: several events of its system log. */
export const oktaEventHook: Envelope = {
  name: 'oktaEventHook',
  open: (message) =>
    message.text('eventType') === 'com.okta.event_hook' ? message.select('data.events[]') : undefined,
};
