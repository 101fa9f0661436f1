import { describe, expect, it } from '@jest/globals';
import { readWebhookConfig as readOf } from '../../shared/config/webhook-config';

const secret = '0123456789abcdef';
const issuer = {
  issuer: 'https://idp.contoso.com/',
  jwksUri: 'https://idp.contoso.com/keys',
  audience: 'https://revoker',
};

const readWebhookConfig = (settings: Readonly<Record<string, string>>) =>
  readOf(settings, ['native', 'acmeAlert']);

function problems(settings: Readonly<Record<string, string>>): readonly string[] {
  const read = readWebhookConfig(settings);
  return read.kind === 'invalid' ? read.problems : [];
}
const sources = (...list: unknown[]): Record<string, string> => ({ WEBHOOK_SOURCES: JSON.stringify(list) });
const issuers = (...list: unknown[]): Record<string, string> => ({
  SECURITY_EVENT_ISSUERS: JSON.stringify(list),
});

describe('the configuration of the webhook', () => {
  it('requires no signatures and accepts no tokens by default', () =>
    expect(readWebhookConfig({})).toEqual({
      kind: 'valid',
      value: { senders: [], provenFormats: {}, issuers: [], authorization: 'functionKey' },
    }));
  it('expects signatures as in Standard Webhooks by default', () => {
    const base64 = `whsec_${Buffer.from(secret).toString('base64')}`;
    expect(readWebhookConfig(sources({ name: 'acme', secrets: [base64, secret] }))).toMatchObject({
      value: {
        senders: [
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
  it('may expect signatures in another form', () => {
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
      value: {
        senders: [
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
  it('names the issuers whose tokens are accepted', () =>
    expect(readWebhookConfig(issuers(issuer))).toMatchObject({ value: { issuers: [issuer] } }));
  it('leaves authorization to Entra ID only where App Service authentication is on', () => {
    const entra = { WEBHOOK_AUTHORIZATION: 'entraId' };
    expect(readWebhookConfig({ ...entra, WEBSITE_AUTH_ENABLED: 'True' })).toMatchObject({
      value: { authorization: 'entraId' },
    });
    expect(problems(entra)).toEqual([
      expect.stringMatching(/the authentication of App Service is switched off/),
    ]);
    expect(problems({ ...entra, WEBSITE_AUTH_ENABLED: 'False' })).toHaveLength(1);
  });
  it.each([
    { WEBHOOK_AUTHORISATION: 'entraId' },
    { WEBHOOK_AUTHORISATION: 'entraId', WEBHOOK_AUTHORIZATION: 'entraId' },
  ])('accepts the former name of the setting: %j', (settings) =>
    expect(readWebhookConfig({ ...settings, WEBSITE_AUTH_ENABLED: 'True' })).toMatchObject({
      value: { authorization: 'entraId' },
    }),
  );
});

describe('a problem is reported with its path, and never with a secret', () => {
  it.each<[string, Record<string, string>]>([
    [
      'WEBHOOK_SOURCES [0].name: must not begin with key-: callers by key have such names',
      sources({ name: 'key-none', secrets: ['0123456789abcdef'] }),
    ],
    ['WEBHOOK_SOURCES: is not JSON', { WEBHOOK_SOURCES: '[' }],
    ['WEBHOOK_SOURCES $: must be a list of senders', { WEBHOOK_SOURCES: '{}' }],
    [
      'WEBHOOK_SOURCES [0].secrets[0]: must have at least 16 bytes',
      sources({ name: 'a', secrets: ['short-one'] }),
    ],
    ['WEBHOOK_SOURCES [0].secrets: must have at least one', sources({ name: 'a', secrets: [] })],
    [
      'WEBHOOK_SOURCES [0].secrets: must not have more than four',
      sources({ name: 'a', secrets: [secret, secret, secret, secret, secret] }),
    ],
    [
      'WEBHOOK_SOURCES [0].signed: must contain {timestamp} and {body}: parts that are not signed can be replayed or replaced',
      sources({ name: 'a', secrets: [secret], signed: '{body}' }),
    ],
    [
      'WEBHOOK_SOURCES [0].name: must be lower-case letters, digits and hyphens',
      sources({ name: 'A/b', secrets: [secret] }),
    ],
    [
      'WEBHOOK_SOURCES $: has two senders with the same name',
      sources({ name: 'a', secrets: [secret] }, { name: 'a', secrets: [secret] }),
    ],
    [
      'SECURITY_EVENT_ISSUERS [0].jwksUri: is not an https URL',
      issuers({ ...issuer, jwksUri: 'http://idp.contoso.com/keys' }),
    ],
    ['SECURITY_EVENT_ISSUERS [0].audience: must be text', issuers({ ...issuer, audience: undefined })],
    ['SECURITY_EVENT_ISSUERS $: has the same issuer twice', issuers(issuer, issuer)],
    ['WEBHOOK_AUTHORIZATION: must be functionKey or entraId', { WEBHOOK_AUTHORIZATION: 'none' }],
    ['WEBHOOK_AUTHORISATION: must be functionKey or entraId', { WEBHOOK_AUTHORISATION: 'none' }],
    [
      'WEBHOOK_AUTHORIZATION: differs from WEBHOOK_AUTHORISATION, its former name: set only one of them',
      { WEBHOOK_AUTHORIZATION: 'functionKey', WEBHOOK_AUTHORISATION: 'entraId' },
    ],
  ])('%s', (problem, settings) => {
    const found = problems(settings);
    expect(found).toEqual([problem]);
    expect(found.join()).not.toMatch(/0123456789|short-one/);
  });
  it('together with all others', () =>
    expect(
      problems({ WEBHOOK_SOURCES: '[', SECURITY_EVENT_ISSUERS: '[', WEBHOOK_AUTHORIZATION: 'x' }),
    ).toHaveLength(3));
});

describe('the formats of senders that sign', () => {
  const acme = { name: 'acme', secrets: [secret], formats: ['AcmeAlert'] };
  it('count only with the signature of one of these senders', () =>
    expect(
      readWebhookConfig(sources(acme, { ...acme, name: 'other' }, { ...acme, name: 'third', formats: [] })),
    ).toMatchObject({
      value: { provenFormats: { acmealert: ['webhook:acme', 'webhook:other'] } },
    }));
  it('must be formats that are read: a misspelt name would demand no signature', () =>
    expect(problems(sources({ ...acme, formats: ['native', 'acme'] }))).toEqual([
      'WEBHOOK_SOURCES [0].formats[1]: acme is not the name of a format',
    ]));
});
