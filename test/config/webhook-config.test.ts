import { describe, expect, it } from '@jest/globals';
import { readWebhookConfig } from '../../shared/config/webhook-config';

const secret = '0123456789abcdef';
const issuer = {
  issuer: 'https://idp.contoso.com/',
  jwksUri: 'https://idp.contoso.com/keys',
  audience: 'https://revoker',
};

function problems(settings: Readonly<Record<string, string>>): readonly string[] {
  const read = readWebhookConfig(settings);
  return read.kind === 'invalid' ? read.problems : [];
}
const sources = (...list: unknown[]): Record<string, string> => ({ WEBHOOK_SOURCES: JSON.stringify(list) });
const issuers = (...list: unknown[]): Record<string, string> => ({
  SECURITY_EVENT_ISSUERS: JSON.stringify(list),
});

describe('how alerts may come by HTTP', () => {
  it('is without signatures and without tokens unless it is said', () =>
    expect(readWebhookConfig({})).toEqual({
      kind: 'valid',
      webhook: { sources: [], issuers: [], authorisation: 'functionKey' },
    }));
  it('is signed as Standard Webhooks says unless a source signs in another way', () => {
    const base64 = `whsec_${Buffer.from(secret).toString('base64')}`;
    expect(readWebhookConfig(sources({ name: 'acme', secrets: [base64, secret] }))).toMatchObject({
      webhook: {
        sources: [
          {
            name: 'acme',
            secrets: [Buffer.from(secret), Buffer.from(secret)],
            headers: { signature: 'webhook-signature', timestamp: 'webhook-timestamp', id: 'webhook-id' },
            signed: '{id}.{timestamp}.{body}',
            prefix: 'v1,',
            encoding: 'base64',
            toleranceMs: 300_000,
          },
        ],
      },
    });
  });
  it('may be signed in another way', () => {
    const other = {
      name: 'other',
      secrets: [secret],
      signatureHeader: 'X-Signature',
      timestampHeader: 'X-Request-Timestamp',
      signed: 'v0:{timestamp}:{body}',
      prefix: 'v0=',
      encoding: 'hex',
      tolerance: 'PT1M',
    };
    expect(readWebhookConfig(sources(other))).toMatchObject({
      webhook: {
        sources: [
          {
            headers: { signature: 'x-signature', timestamp: 'x-request-timestamp' },
            prefix: 'v0=',
            encoding: 'hex',
            toleranceMs: 60_000,
          },
        ],
      },
    });
  });
  it('names the issuers whose tokens are believed', () =>
    expect(readWebhookConfig(issuers(issuer))).toMatchObject({ webhook: { issuers: [issuer] } }));
  it('leaves it to Entra ID who comes in only where the platform sees to that', () => {
    const entra = { WEBHOOK_AUTHORISATION: 'entraId' };
    expect(readWebhookConfig({ ...entra, WEBSITE_AUTH_ENABLED: 'True' })).toMatchObject({
      webhook: { authorisation: 'entraId' },
    });
    expect(problems(entra)).toEqual([expect.stringMatching(/needs the authentication of App Service/)]);
    expect(problems({ ...entra, WEBSITE_AUTH_ENABLED: 'False' })).toHaveLength(1);
  });
});

describe('a problem is told with its path, and never with a secret', () => {
  it.each<[string, Record<string, string>]>([
    ['WEBHOOK_SOURCES: is not JSON', { WEBHOOK_SOURCES: '[' }],
    ['WEBHOOK_SOURCES $: must be a list of sources', { WEBHOOK_SOURCES: '{}' }],
    [
      'WEBHOOK_SOURCES [0].secrets[0]: must have at least 16 bytes',
      sources({ name: 'a', secrets: ['short-one'] }),
    ],
    ['WEBHOOK_SOURCES [0].secrets: must have at least one', sources({ name: 'a', secrets: [] })],
    [
      'WEBHOOK_SOURCES [0].signed: must have {timestamp} and {body}: what is not signed can be replayed or replaced',
      sources({ name: 'a', secrets: [secret], signed: '{body}' }),
    ],
    [
      'WEBHOOK_SOURCES [0].name: must be small letters, digits and hyphens',
      sources({ name: 'A/b', secrets: [secret] }),
    ],
    [
      'WEBHOOK_SOURCES $: has a name that stands twice',
      sources({ name: 'a', secrets: [secret] }, { name: 'a', secrets: [secret] }),
    ],
    [
      'SECURITY_EVENT_ISSUERS [0].jwksUri: is not an https URL',
      issuers({ ...issuer, jwksUri: 'http://idp.contoso.com/keys' }),
    ],
    ['SECURITY_EVENT_ISSUERS [0].audience: must be text', issuers({ ...issuer, audience: undefined })],
    ['SECURITY_EVENT_ISSUERS $: has an issuer that stands twice', issuers(issuer, issuer)],
    ['WEBHOOK_AUTHORISATION: must be functionKey or entraId', { WEBHOOK_AUTHORISATION: 'none' }],
  ])('%s', (problem, settings) => {
    const found = problems(settings);
    expect(found).toEqual([problem]);
    expect(found.join()).not.toMatch(/0123456789|short-one/);
  });
  it('together with all others', () =>
    expect(
      problems({ WEBHOOK_SOURCES: '[', SECURITY_EVENT_ISSUERS: '[', WEBHOOK_AUTHORISATION: 'x' }),
    ).toHaveLength(3));
});
