import * as z from 'zod';

/** A secret that can be brute-forced is not a secret (RFC 2104, section 3, requires at least 16 bytes). */
const MIN_SECRET_BYTES = 16;

/** `whsec_` and base64, as Standard Webhooks writes it; any other text is used as it is. */
const secret = z
  .string({ error: 'must be text' })
  .transform((written) =>
    written.startsWith('whsec_') ? Buffer.from(written.slice(6), 'base64') : Buffer.from(written),
  )
  .refine(({ length }) => length >= MIN_SECRET_BYTES, {
    error: `must have at least ${String(MIN_SECRET_BYTES)} bytes`,
  });

/** Secrets that sign; several while one is being replaced. */
export const signingSecrets = z
  .array(secret, { error: 'must be a list of secrets' })
  .min(1, 'must have at least one')
  .max(4, 'must not have more than four');
