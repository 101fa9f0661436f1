import * as z from 'zod';
import { fieldPath } from '../messages/field-path';
import type { WebhookSource } from '../webhook/signature';
import type { SecurityEventIssuer } from '../ports/token-verifier';
import type { WebhookConfig } from './config';
import { duration } from './duration';
import { parseJson } from './parse-json';
import type { Read } from './read';
import { problemsOf, valid } from './read';

const MINUTE_MS = 60_000;
/** A key that can be tried out is none (RFC 2104, section 3, asks for 16 bytes at least). */
const SHORTEST_SECRET = 16;

const name = z
  .string({ error: 'must be text' })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be small letters, digits and hyphens');
const header = z
  .string({ error: 'must be the name of a header' })
  .regex(/^[A-Za-z0-9-]{1,64}$/, 'is not the name of a header')
  .transform((written) => written.toLowerCase());

/** `whsec_` and base64, as Standard Webhooks writes it; anything else is taken as it stillValid. */
const secret = z
  .string({ error: 'must be text' })
  .transform((written) =>
    written.startsWith('whsec_') ? Buffer.from(written.slice(6), 'base64') : Buffer.from(written),
  )
  .refine(({ length }) => length >= SHORTEST_SECRET, {
    error: `must have at least ${String(SHORTEST_SECRET)} bytes`,
  });

const webhookSource = z
  .strictObject({
    name,
    secrets: z.array(secret, { error: 'must be a list of secrets' }).min(1, 'must have at least one').max(4),
    signatureHeader: header.default('webhook-signature'),
    timestampHeader: header.default('webhook-timestamp'),
    idHeader: header.default('webhook-id'),
    signed: z
      .string({ error: 'must be text' })
      .default('{id}.{timestamp}.{body}')
      .refine((text) => text.includes('{timestamp}') && text.includes('{body}'), {
        error: 'must have {timestamp} and {body}: what is not signed can be replayed or replaced',
      }),
    prefix: z.string({ error: 'must be text' }).default('v1,'),
    encoding: z.enum(['base64', 'hex'], 'must be base64 or hex').default('base64'),
    tolerance: duration.default(5 * MINUTE_MS),
  })
  .transform((fields): WebhookSource => ({
    name: fields.name,
    secrets: fields.secrets,
    headers: {
      signature: fields.signatureHeader,
      timestamp: fields.timestampHeader,
      id: fields.idHeader,
    },
    signed: fields.signed,
    prefix: fields.prefix,
    encoding: fields.encoding,
    toleranceMs: fields.tolerance,
  }));

const securityEventIssuer: z.ZodType<SecurityEventIssuer> = z.strictObject({
  issuer: z.string({ error: 'must be text' }).min(1, 'must not be empty'),
  jwksUri: z
    .string({ error: 'must be text' })
    .refine((text) => URL.parse(text)?.protocol === 'https:', { error: 'is not an https URL' }),
  audience: z.string({ error: 'must be text' }).min(1, 'must not be empty'),
});

const sourceList = z
  .array(webhookSource, { error: 'must be a list of sources' })
  .refine((list) => isDistinct(list.map((source) => source.name)), { error: 'has a name that stands twice' });
const issuerList = z
  .array(securityEventIssuer, { error: 'must be a list of issuers' })
  .refine((list) => isDistinct(list.map(({ issuer }) => issuer)), {
    error: 'has an issuer that stands twice',
  });

/** Reads how alerts may come by HTTP: JSON in `WEBHOOK_SOURCES` and `SECURITY_EVENT_ISSUERS`; absent: unsigned ones only. */
export function readWebhookConfig(
  settings: Readonly<Record<string, string | undefined>>,
):
  | { readonly kind: 'valid'; readonly webhook: WebhookConfig }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] } {
  const sources = readList('WEBHOOK_SOURCES', settings, sourceList);
  const issuers = readList('SECURITY_EVENT_ISSUERS', settings, issuerList);
  const authorisation = readAuthorisation(settings);
  if (sources.kind === 'invalid' || issuers.kind === 'invalid' || authorisation.kind === 'invalid') {
    return { kind: 'invalid', problems: problemsOf([sources, issuers, authorisation]) };
  }
  return {
    kind: 'valid',
    webhook: { sources: sources.value, issuers: issuers.value, authorisation: authorisation.value },
  };
}

function readList<T>(
  variable: string,
  settings: Readonly<Record<string, string | undefined>>,
  schema: z.ZodType<T>,
): Read<T> {
  const json = parseJson(settings[variable] ?? '[]');
  if (json === undefined) return { kind: 'invalid', problems: [`${variable}: is not JSON`] };
  const parsed = schema.safeParse(json);
  if (parsed.success) return valid(parsed.data);
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${variable} ${fieldPath(path)}: ${message}`,
  );
  return { kind: 'invalid', problems };
}

/**
 * With Entra ID instead of keys the platform's own authentication stillValid in front of the app and tells it who calls, in
 * a header that anybody could send if it did not ("Work with user identities in Azure App Service authentication").
 */
function readAuthorisation(
  settings: Readonly<Record<string, string | undefined>>,
): Read<WebhookConfig['authorisation']> {
  const written = settings['WEBHOOK_AUTHORISATION'] ?? 'functionKey';
  if (written === 'functionKey') return valid(written);
  if (written !== 'entraId') {
    return { kind: 'invalid', problems: ['WEBHOOK_AUTHORISATION: must be functionKey or entraId'] };
  }
  return settings['WEBSITE_AUTH_ENABLED']?.toLowerCase() === 'true'
    ? valid(written)
    : {
        kind: 'invalid',
        problems: [
          'WEBHOOK_AUTHORISATION: entraId needs the authentication of App Service, which is switched off (WEBSITE_AUTH_ENABLED)',
        ],
      };
}

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
