/** The options of a queue or subscription; the defaults are those of Service Bus. */
export interface QueueOptions {
  readonly lockDurationMs?: number;
  readonly maxDeliveryCount?: number;
  /** A second message with the same messageId within this time is dropped. Absent: no detection. */
  readonly duplicateDetectionWindowMs?: number;
  readonly timeToLiveMs?: number;
  readonly deadLetterOnExpiration?: boolean;
  /** Only receivers of a session may receive. */
  readonly requiresSession?: boolean;
}

/** Properties of a message that must be equal. */
export interface CorrelationFilter {
  readonly correlationId?: string;
  readonly messageId?: string;
  readonly to?: string;
  readonly replyTo?: string;
  readonly subject?: string;
  readonly sessionId?: string;
  readonly replyToSessionId?: string;
  readonly contentType?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A filter of a subscription: a condition in SQL, or properties that must be equal. */
export type Filter = { readonly sql: string } | { readonly correlation: CorrelationFilter };

export interface SubscriptionOptions extends QueueOptions {
  /** Absent: every message. */
  readonly filter?: Filter;
}

export interface TopicOptions {
  readonly duplicateDetectionWindowMs?: number;
  readonly subscriptions: Readonly<Record<string, SubscriptionOptions>>;
}

/** The entities of a namespace. */
export interface Topology {
  readonly queues: Readonly<Record<string, QueueOptions>>;
  readonly topics: Readonly<Record<string, TopicOptions>>;
}
