import * as z from 'zod';
import { fieldPath } from '../messages/field-path';
import type { ReceivedBy } from '../core/received-by';
import { KEY_SENDERS } from '../core/received-by';
import type { WebhookSender } from '../webhook/signature';
import { STANDARD_WEBHOOKS } from '../webhook/signature';
import type { SecurityEventIssuer } from '../ports/token-verifier';
import type { WebhookConfig } from './config';
import { duration } from './duration';
import { isDistinct, readList } from './read-list';
import { signingSecrets } from './signing-secrets';
import type { Read } from './read';
import { problemsOf, valid } from './read';

const MINUTE_MS = 60_000;

const name = z
  .string({ error: 'must be text' })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens')
  .refine((written) => !written.startsWith(KEY_SENDERS), {
    error: `must not begin with ${KEY_SENDERS}: callers by key have such names`,
  });
const header = z
  .string({ error: 'must be the name of a header' })
  .regex(/^[A-Za-z0-9-]{1,64}$/, 'is not the name of a header')
  .transform((written) => written.toLowerCase());

const webhookSender = z
  .strictObject({
    name,
    secrets: signingSecrets,
    signatureHeader: header.default(STANDARD_WEBHOOKS.headers.signature),
    timestampHeader: header.default(STANDARD_WEBHOOKS.headers.timestamp),
    idHeader: header.default(STANDARD_WEBHOOKS.headers.id),
    signed: z
      .string({ error: 'must be text' })
      .default(STANDARD_WEBHOOKS.signed)
      .refine((text) => text.includes('{timestamp}') && text.includes('{body}'), {
        error: 'must contain {timestamp} and {body}: parts that are not signed can be replayed or replaced',
      }),
    prefix: z.string({ error: 'must be text' }).default(STANDARD_WEBHOOKS.prefix),
    encoding: z.enum(['base64', 'hex'], 'must be base64 or hex').default(STANDARD_WEBHOOKS.encoding),
    tolerance: duration('PT1H').default(5 * MINUTE_MS),
    formats: z
      .array(z.string({ error: 'must be the name of a format' }), {
        error: 'must be a list of names of formats',
      })
      .default([]),
  })
  .transform((fields): ConfiguredSender => ({
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
    formats: fields.formats.map((format) => format.toLowerCase()),
  }));

/** A sender, and the formats whose alerts count only with the signature of such a sender. Names are in lower case. */
type ConfiguredSender = WebhookSender & { readonly formats: readonly string[] };

const securityEventIssuer: z.ZodType<SecurityEventIssuer> = z.strictObject({
  issuer: z.string({ error: 'must be text' }).min(1, 'must not be empty'),
  jwksUri: z
    .string({ error: 'must be text' })
    .refine((text) => URL.parse(text)?.protocol === 'https:', { error: 'is not an https URL' }),
  audience: z.string({ error: 'must be text' }).min(1, 'must not be empty'),
});

const senderList = z
  .array(webhookSender, { error: 'must be a list of senders' })
  .refine((list) => isDistinct(list.map((sender) => sender.name)), {
    error: 'has two senders with the same name',
  });
const issuerList = z
  .array(securityEventIssuer, { error: 'must be a list of issuers' })
  .refine((list) => isDistinct(list.map(({ issuer }) => issuer)), {
    error: 'has the same issuer twice',
  });

/**
 * Reads who may send alerts by HTTP: JSON in `WEBHOOK_SOURCES` and `SECURITY_EVENT_ISSUERS`; absent: empty lists.
 *
 * @param formats the names of all formats: a misspelt name would demand no signature
 */
export function readWebhookConfig(
  settings: Readonly<Record<string, string | undefined>>,
  formats: readonly string[],
): Read<WebhookConfig> {
  const senders = knowing(formats, readList('WEBHOOK_SOURCES', settings, senderList));
  const issuers = readList('SECURITY_EVENT_ISSUERS', settings, issuerList);
  const authorization = readAuthorization(settings);
  if (senders.kind === 'invalid' || issuers.kind === 'invalid' || authorization.kind === 'invalid') {
    return { kind: 'invalid', problems: problemsOf([senders, issuers, authorization]) };
  }
  return valid({
    senders: senders.value.map(({ formats: _formats, ...sender }) => sender),
    provenFormats: provenFormatsOf(senders.value),
    issuers: issuers.value,
    authorization: authorization.value,
  });
}

function provenFormatsOf(senders: readonly ConfiguredSender[]): WebhookConfig['provenFormats'] {
  const names = new Set(senders.flatMap(({ formats }) => formats));
  return Object.fromEntries(
    [...names].map((name): [string, readonly ReceivedBy[]] => [
      name,
      senders
        .filter(({ formats }) => formats.includes(name))
        .map((sender): ReceivedBy => `webhook:${sender.name}`),
    ]),
  );
}

function knowing(
  formats: readonly string[],
  senders: Read<readonly ConfiguredSender[]>,
): Read<readonly ConfiguredSender[]> {
  if (senders.kind === 'invalid') return senders;
  const known = new Set(formats.map((format) => format.toLowerCase()));
  const problems = senders.value.flatMap((sender, n) =>
    sender.formats.flatMap((format, m) =>
      known.has(format)
        ? []
        : [`WEBHOOK_SOURCES ${fieldPath([n, 'formats', m])}: ${format} is not the name of a format`],
    ),
  );
  return problems.length > 0 ? { kind: 'invalid', problems } : senders;
}

/**
 * With `entraId` the platform authenticates callers and passes their ids to the app in a header. Without the platform's
 * authentication anybody could send that header ("Work with user identities in Azure App Service authentication").
 */
function readAuthorization(
  settings: Readonly<Record<string, string | undefined>>,
): Read<WebhookConfig['authorization']> {
  const current = settings['WEBHOOK_AUTHORIZATION'];
  const former = settings['WEBHOOK_AUTHORISATION'];
  if (current !== undefined && former !== undefined && current !== former) {
    return problem(
      'WEBHOOK_AUTHORIZATION: differs from WEBHOOK_AUTHORISATION, its former name: set only one of them',
    );
  }
  const written = current ?? former ?? 'functionKey';
  const name =
    current === undefined && former !== undefined ? 'WEBHOOK_AUTHORISATION' : 'WEBHOOK_AUTHORIZATION';
  if (written === 'functionKey') return valid(written);
  if (written !== 'entraId') return problem(`${name}: must be functionKey or entraId`);
  return settings['WEBSITE_AUTH_ENABLED']?.toLowerCase() === 'true'
    ? valid(written)
    : problem(
        `${name}: is entraId, but the authentication of App Service is switched off (WEBSITE_AUTH_ENABLED): switch it on`,
      );
}

function problem(text: string): Read<never> {
  return { kind: 'invalid', problems: [text] };
}
