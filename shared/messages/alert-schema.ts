import * as z from 'zod';
import { text } from './text';
import { utcTime } from './utc-time';

/** The longest texts that are kept of an alert, in characters. */
export const ALERT_TEXT_LENGTHS = {
  provider: 128,
  id: 512,
  title: 1000,
  severity: 64,
  url: 2048,
  incidentId: 512,
} as const;

/** An alert as results publish it and the ledger stores it. */
export const alertSchema = z.strictObject({
  provider: z.string().exactOptional(),
  id: z.string().exactOptional(),
  title: z.string().exactOptional(),
  severity: z.string().exactOptional(),
  url: z.string().exactOptional(),
  createdAt: z.iso.datetime({ offset: true }).exactOptional(),
  firstSeenAt: z.iso.datetime({ offset: true }).exactOptional(),
  incidentId: z.string().exactOptional(),
});

/** A time of a request, converted to UTC. */
export const requestTime = utcTime('must be an RFC 3339 time with an offset');

/** An alert as a request may name it: `null` means absent, and texts are bounded. */
export const requestedAlert = z.object(
  {
    provider: text(ALERT_TEXT_LENGTHS.provider).nullish(),
    id: text(ALERT_TEXT_LENGTHS.id).nullish(),
    title: text(ALERT_TEXT_LENGTHS.title).nullish(),
    severity: text(ALERT_TEXT_LENGTHS.severity).nullish(),
    url: text(ALERT_TEXT_LENGTHS.url).nullish(),
    createdAt: requestTime.nullish(),
    firstSeenAt: requestTime.nullish(),
    incidentId: text(ALERT_TEXT_LENGTHS.incidentId).nullish(),
  },
  { error: 'must be an object' },
);
