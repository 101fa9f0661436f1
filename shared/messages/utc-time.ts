import * as z from 'zod';

/**
 * An RFC 3339 time with an offset, converted to UTC. RFC 3339 has years of four digits only: a time that has another year in
 * UTC is none (`0000-01-01T00:00:00+23:59`).
 */
export function utcTime(error: string) {
  return z.iso
    .datetime({ offset: true, error })
    .transform((written) => new Date(written).toISOString())
    .refine((time) => /^\d{4}-/.test(time), { error });
}
