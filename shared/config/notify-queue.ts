/** The queue of events that a destination has not accepted yet, from which `notifyAgain` reads. The templates create it under this name. */
export const NOTIFY_QUEUE = 'revocation-notify';
