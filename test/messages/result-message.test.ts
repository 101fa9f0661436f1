import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detail, textDetail } from '../../shared/core/detail';
import type { Outcome, Status } from '../../shared/core/outcome';
import { resultJsonSchema } from '../../shared/messages/json-schema';
import { resultMessage } from '../../shared/messages/result-message';
import { resultSchema } from '../../shared/messages/result-schema';
import { locales } from '../../shared/messages/sentences/statuses';
import { TENANT_ID } from '../support/builders';
import { outcomeOf, outcomes, statuses } from '../support/outcomes';

const bodyOf = (message: { readonly body: Uint8Array }): unknown =>
  JSON.parse(Buffer.from(message.body).toString('utf8'));
const pending = outcomes['sign-out-pending'] ?? outcomeOf('signOutPending');

describe('the result message is a public contract', () => {
  const cases = Object.entries(outcomes).flatMap(([name, outcome]) =>
    locales.map((locale) => [`${name}.${locale}`, { outcome, locale }] as const),
  );
  it.each(cases)('%s is as in its golden file', (name, { outcome, locale }) => {
    const message = resultMessage(outcome, locale);
    const file = join(__dirname, 'golden', `${name}.json`);
    const { body: _body, ...properties } = message;
    const actual = { ...properties, body: bodyOf(message) };
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it.each(cases)('%s is valid by its own schema', (_name, { outcome, locale }) =>
    expect(resultSchema.safeParse(bodyOf(resultMessage(outcome, locale))).error).toBeUndefined(),
  );
  it('is the same bytes for the same outcome', () =>
    expect(
      Buffer.compare(resultMessage(pending, 'en').body, resultMessage(structuredClone(pending), 'en').body),
    ).toBe(0));
  it('ships the JSON Schema that the code generates', () => {
    const shipped = readFileSync(join(__dirname, '../../docs/schemas/revocation-result.schema.json'), 'utf8');
    expect(JSON.parse(shipped)).toEqual(resultJsonSchema());
  });
  it('is described by a schema of the current draft', () =>
    expect(resultJsonSchema()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' }));
  it('has a schema that accepts no unknown field', () => {
    const event = bodyOf(resultMessage(pending, 'en')) as { data: object };
    expect(resultSchema.safeParse({ ...event, data: { ...event.data, token: 'x' } }).success).toBe(false);
  });
});

describe('subscriptions can filter by', () => {
  it('status, mode, tenant, request, source and severity', () =>
    expect(resultMessage(pending, 'en').applicationProperties).toEqual({
      status: 'signOutPending',
      mode: 'revoke',
      tenantId: TENANT_ID,
      requestId: 'inc-7',
      source: 'Sentinel',
      severity: 'high',
    }));
  it.each(['informational', 'low', 'medium', 'high', 'critical'])('the severity %s', (severity) =>
    expect(resultMessage({ ...pending, alert: { severity } }, 'en').applicationProperties['severity']).toBe(
      severity,
    ),
  );
  it.each([
    ['an unknown severity', { severity: 'Sev1' }],
    ['no severity', {}],
  ])('nothing where there is %s', (_what, alert) =>
    expect(resultMessage({ ...pending, alert }, 'en').applicationProperties).not.toHaveProperty('severity'),
  );
  it('no source where no provider is named', () =>
    expect(resultMessage(outcomeOf('failed'), 'en').applicationProperties).not.toHaveProperty('source'));
});

describe('the properties of the message', () => {
  const message = resultMessage(pending, 'en');
  it('contain the outcome id, so that the topic drops copies', () => expect(message.messageId).toBe('4f2d'));
  it('contain the request id and the status', () =>
    expect(message).toMatchObject({ correlationId: 'inc-7', subject: 'signOutPending' }));
  it('name the content type of a structured CloudEvent', () =>
    expect(message.contentType).toBe('application/cloudevents+json'));
});

/** An outcome with an explanation, and with a prediction if its status has one. */
function explained(status: Status): Outcome {
  const outcome = { ...outcomeOf(status), detail: textDetail('Why.') };
  return outcome.status === 'whatIf' ? { ...outcome, predicted: 'failed' } : outcome;
}

describe.each(locales)('the sentence in %s', (locale) => {
  it.each(statuses.map((status) => [status]))('for %s is a sentence of its own', (status) => {
    const sentenceOf = (one: Status): string =>
      (bodyOf(resultMessage(explained(one), locale)) as { data: { message: string } }).data.message;
    expect(sentenceOf(status)).toMatch(/^\p{L}.*[.]$/u);
    expect(statuses.filter((other) => sentenceOf(other) === sentenceOf(status))).toEqual([status]);
  });
});

it.each([
  ['en', 'No request that waits for approval matches this decision.'],
  ['fr', 'Aucune demande en attente ne correspond à cette décision.'],
] as const)(
  'the sentence in %s of a decision that matches nothing is not about an alert',
  (locale, message) => {
    const outcome = { ...outcomeOf('nothingToDo'), detail: detail('nothingPending') } as Outcome;
    expect(bodyOf(resultMessage(outcome, locale))).toMatchObject({ data: { message, detail: message } });
  },
);

describe.each([
  ['en', 'Why. avery@contoso.com is held until a person releases it.'],
  ['fr', "Why. avery@contoso.com est mis en attente jusqu'à ce qu'une personne le libère."],
] as const)('the sentence in %s of a user who is held', (locale, sentence) => {
  it('begins with the reason: there are several limits that hold users', () =>
    expect(bodyOf(resultMessage(explained('held'), locale))).toMatchObject({ data: { message: sentence } }));
});

describe('what is wrong with a message', () => {
  it.each([
    ['en', 'must be text'],
    ['fr', 'doit être du texte'],
  ] as const)('is said in %s', (locale, message) => {
    const issues = [
      { path: 'reason', message: 'must be text' },
      { path: '$', message: 'has no translation' },
    ];
    const rejected = { ...outcomeOf('rejected'), issues } as Outcome;
    expect(bodyOf(resultMessage(rejected, locale))).toMatchObject({
      data: { issues: [{ path: 'reason', message }, issues[1]] },
    });
  });
});

describe('a sentence about nobody in particular', () => {
  it.each([
    ['en', 'sign out the user from any device'],
    ['fr', "l'utilisateur n'a été déconnecté"],
  ] as const)('in %s says so', (locale, words) => {
    const { user: _nobody, ...outcome } = outcomeOf('failed');
    expect(bodyOf(resultMessage(outcome, locale))).toMatchObject({
      data: { message: expect.stringContaining(words) },
    });
  });
});

describe('the sentences of the cmdlet’s five results, and the detail of a failure', () => {
  it.each([
    ['signedOut', 'We successfully signed out avery@contoso.com from all devices.'],
    ['signOutPending', 'It can take up to an hour to sign out avery@contoso.com from all devices.'],
    ['userNotFound', "We couldn't find the user avery@contoso.com. Check for typos and try again."],
    [
      'failed',
      "Sorry, something went wrong and we couldn't sign out avery@contoso.com from any device. The status is failed.",
    ],
    [
      'notEnabled',
      "The cmdlet will be available in the future, but it isn't ready for use in your organization yet. The status is notEnabled.",
    ],
  ] as const)('%s', (status, sentence) =>
    expect(bodyOf(resultMessage(outcomeOf(status), 'en'))).toMatchObject({ data: { message: sentence } }),
  );
});
