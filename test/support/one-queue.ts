/**
 * Settings of an app that receives from its request queue alone. An app whose other queues are only missing looks for them again and
 * again, and takes a minute to end.
 */
export const ONE_QUEUE = { INTAKE_QUEUE: '', WAITS_QUEUE: '', URGENT_QUEUE: '' };
