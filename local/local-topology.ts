import type { Topology } from './broker/topology';

const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;

/** A queue from which the app takes messages. */
const requests = {
  maxDeliveryCount: 10,
  duplicateDetectionWindowMs: TEN_MINUTES_MS,
  deadLetterOnExpiration: true,
};

/** The entities that the app and its users need, with the settings they have in Azure. */
export const localTopology: Topology = {
  queues: {
    'revocation-requests': requests,
    'revocation-intake': requests,
    'revocation-waits': requests,
    'revocation-urgent': requests,
    'revocation-notify': requests,
    // A search for one original returns the others to the queue, which counts as a failed delivery of each.
    'revocation-rejected': { maxDeliveryCount: 2000, duplicateDetectionWindowMs: TEN_MINUTES_MS },
  },
  topics: {
    'revocation-results': {
      duplicateDetectionWindowMs: TEN_MINUTES_MS,
      subscriptions: {
        audit: {},
        attention: {
          filter: {
            sql: "status IN ('failed', 'held', 'awaitingConfirmation', 'protected', 'rejected') OR verdict = 'returned'",
          },
        },
        // The CLI only peeks at messages, so they must expire.
        cli: { timeToLiveMs: HOUR_MS },
        // Where the app is configured to pass outcomes on.
        notify: {},
        archive: {},
        watch: {},
        seal: {},
        ocsf: {},
        'write-back': {},
        console: {},
      },
    },
    'revocation-ocsf': { duplicateDetectionWindowMs: TEN_MINUTES_MS, subscriptions: { siem: {} } },
  },
};
