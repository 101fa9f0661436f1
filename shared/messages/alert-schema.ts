import * as z from 'zod';
import { text } from './text';

/** The longest texts that are kept of an alert, in characters. */
export const ALERT_TEXT_LENGTHS = { provider: 128, id: 512, title: 1000, severity: 64, url: 2048 } as const;

/** An alert as results publish it and the ledger stores it. */
export const alertSchema = z.strictObject({
  provider: z.string().exactOptional(),
  id: z.string().exactOptional(),
  title: z.string().exactOptional(),
  severity: z.string().exactOptional(),
  url: z.string().exactOptional(),
  createdAt: z.iso.datetime({ offset: true }).exactOptional(),
});

const NOT_A_TIME = 'must be an RFC 3339 time with an offset';

/** A time of a request, converted to UTC. RFC 3339 has years of four digits only, also after the conversion. */
export const requestTime = z.iso
  .datetime({ offset: true, error: NOT_A_TIME })
  .transform((written) => new Date(written).toISOString())
  .refine((time) => /^\d{4}-/.test(time), { error: NOT_A_TIME });

/** An alert as a request may name it: `null` means absent, and texts are bounded. */
export const requestedAlert = z.object(
  {
    provider: text(ALERT_TEXT_LENGTHS.provider).nullish(),
    id: text(ALERT_TEXT_LENGTHS.id).nullish(),
    title: text(ALERT_TEXT_LENGTHS.title).nullish(),
    severity: text(ALERT_TEXT_LENGTHS.severity).nullish(),
    url: text(ALERT_TEXT_LENGTHS.url).nullish(),
    createdAt: requestTime.nullish(),
  },
  { error: 'must be an object' },
);
