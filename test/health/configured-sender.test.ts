import { describe, expect, it } from '@jest/globals';
import { isConfiguredSender } from '../../shared/health/configured-sender';
import { policyCheck } from '../../shared/health/policy-check';
import { aPolicy } from '../support/builders';
import { webhookOf } from '../support/webhook-of';

const named = webhookOf({
  WEBHOOK_SOURCES: JSON.stringify([{ name: 'acme', secrets: ['0123456789abcdef'] }]),
  SECURITY_EVENT_ISSUERS: JSON.stringify([
    { issuer: 'https://idp.contoso.com/', jwksUri: 'https://idp.contoso.com/keys', audience: 'x' },
  ]),
});
const byEntra = webhookOf({ WEBHOOK_AUTHORIZATION: 'entraId', WEBSITE_AUTH_ENABLED: 'true' });

describe('a sender whom a rule names', () => {
  it.each([
    ['queue', webhookOf()],
    ['Unproven', webhookOf()],
    ['unproven:webhook:acme', webhookOf()],
    ['webhook', webhookOf()],
    ['webhook:key-0123456789ab', webhookOf()],
    ['webhook:acme', named],
    ['Webhook:ACME', named],
    ['issuer', named],
    ['issuer:https://idp.contoso.com/', named],
    ['entra:0a1b', byEntra],
    ['entra', byEntra],
  ])('is configured: %s', (name, webhook) => expect(isConfiguredSender(name, webhook)).toBe(true));
  it.each([
    ['webhook:typo', named],
    ['webhook:acm', named],
    ['issuer:https://idp.contoso.org/', named],
    ['issuer', webhookOf()],
    ['entra:0a1b', named],
    ['webhook:key-0123456789ab', byEntra],
    ['webhook', byEntra],
  ])('is not configured, so that no message is from it: %s', (name, webhook) =>
    expect(isConfiguredSender(name, webhook)).toBe(false),
  );
  it('is a warning of health if it is not configured, by the place of the rule', async () => {
    const rules = ['webhook:acme', 'webhook:typo'].map((receivedBy, n) => ({
      name: `sources[${String(n)}]`,
      receivedBy,
      effect: 'whatIf' as const,
    }));
    const accounts = { users: ['x@contoso.com'], groups: [], roles: [] };
    const brake = { users: 1, windowMs: 1, repeats: 3 };
    const policy = aPolicy({ protected: accounts, brake, sources: rules });
    expect(await policyCheck(policy, named).run()).toMatchObject({
      status: 'warning',
      remedy: expect.stringMatching(
        /^The policy has the rule sources\[1\] for a sender that is not configured, so that it matches no message/,
      ),
    });
  });
});
