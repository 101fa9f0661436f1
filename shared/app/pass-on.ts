/** What became of a message of the topic that is passed on to one receiver. */
export type PassedOn =
  /** It is not an event for this receiver. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'passedOn'; readonly eventId: string }
  /** The receiver has no place for it, and never will. */
  | { readonly kind: 'refused'; readonly eventId: string; readonly reason: string }
  /** The receiver did not accept it: it must be delivered again. */
  | {
      readonly kind: 'failed';
      readonly eventId: string;
      readonly reason: string;
      /** How long, in ms, the receiver asked to wait. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'unreadable' };

/** Passes an event of the topic on, at least once. */
export type PassOn = (body: Uint8Array) => Promise<PassedOn>;
