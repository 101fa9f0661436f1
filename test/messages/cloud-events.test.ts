import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { MethodEventId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import { switchStates } from '../../shared/core/switch-change';
import { returnedSessions, unknownReasons } from '../../shared/core/eviction';
import { signInSources } from '../../shared/core/sign-in';
import { onReturnActions } from '../../shared/core/watch';
import { evictionMessage } from '../../shared/messages/eviction-message';
import { methodMessage } from '../../shared/messages/method-message';
import { reminderMessage } from '../../shared/messages/reminder-message';
import type { ResultMessage } from '../../shared/messages/result-message';
import { resultMessage } from '../../shared/messages/result-message';
import { locales } from '../../shared/messages/sentences/statuses';
import { serviceMessage } from '../../shared/messages/service-message';
import { TENANT_ID, anApprovalRequest } from '../support/builders';
import { generatedOutcomes, generatedUsers, methodResults, sentText } from '../support/generated-outcomes';
import { aChange } from '../support/switch-changes';
import { aSignIn, aWatch, minute } from '../support/watches';

const anyLocale = fc.constantFrom(...locales);

const late = fc
  .record({ method: methodResults, user: generatedUsers, requestId: fc.uuid(), locale: anyLocale })
  .map(({ locale, ...report }) => {
    const ids = { id: storedId<MethodEventId>('m-1'), outcomeId: storedId<OutcomeId>('o-1') };
    const completedAt = '2026-11-23T10:00:42.000Z';
    return methodMessage({ ...ids, ...report, tenantId: TENANT_ID, completedAt }, locale);
  });
const reminders = fc
  .record({ id: sentText, title: sentText, requestedBy: sentText, locale: anyLocale })
  .map(({ requestedBy, locale, ...alert }) => {
    const { request } = anApprovalRequest();
    return reminderMessage(anApprovalRequest({ request: { ...request, requestedBy, alert } }), locale);
  });
const changes = fc
  .record({ state: fc.constantFrom(...switchStates), by: sentText, reason: sentText, locale: anyLocale })
  .map(({ state, locale, ...change }) => serviceMessage(TENANT_ID, aChange(state, change), locale));

/** Every sort of event that the app publishes on its topic. */ const signIns = fc
  .record({
    seenIn: fc.constantFrom(...signInSources),
    application: sentText,
    city: sentText,
    device: sentText,
  })
  .map((signIn) => ({ ...aSignIn(3, 5).signIn, ...signIn }));
const verdicts = fc.oneof(
  fc.record({
    verdict: fc.constant('returned' as const),
    session: fc.constantFrom(...returnedSessions),
    signIn: signIns,
  }),
  fc.constant({ verdict: 'confirmed' as const }),
  fc.record({ verdict: fc.constant('unknown' as const), reason: fc.constantFrom(...unknownReasons) }),
);
const evictions = fc
  .record({ eviction: verdicts, onReturn: fc.constantFrom(...onReturnActions), locale: anyLocale })
  .map(({ locale, ...given }) =>
    evictionMessage({ watch: aWatch(), decidedAt: new Date(minute(5)), ...given }, locale),
  );

const EVENTS: readonly (readonly [string, fc.Arbitrary<ResultMessage>])[] = [
  [
    'outcome.v1',
    fc.tuple(generatedOutcomes, anyLocale).map(([outcome, locale]) => resultMessage(outcome, locale)),
  ],
  ['method.v1', late],
  ['reminder.v1', reminders],
  ['service.v1', changes],
  ['eviction.v1', evictions],
];

const schemas = publishedSchemas();

describe('every event of the topic', () => {
  it.each(EVENTS)('fits its published schema, and is a CloudEvent 1.0: %s', (name, messages) => {
    const type = `io.github.session-revoker.${name}`;
    const isValid = schemas.get(type);
    expect(isValid).toBeDefined();
    fc.assert(
      fc.property(messages, (message) => {
        const event = JSON.parse(Buffer.from(message.body).toString()) as Record<string, unknown>;
        expect([isValid?.(event), isValid?.errors]).toEqual([true, null]);
        expect(unlikeCloudEvent(event)).toEqual([]);
        expect(event).toMatchObject({ type, id: message.messageId, subject: message.subject });
        expect(message.contentType).toBe('application/cloudevents+json');
      }),
    );
  });
  it('has a schema, and every schema of an event has one here', () =>
    expect([...schemas.keys()].toSorted()).toEqual(
      EVENTS.map(([name]) => `io.github.session-revoker.${name}`).toSorted(),
    ));
});

describe('the check of CloudEvents', () => {
  const event = {
    specversion: '1.0',
    id: 'o-1',
    source: '/tenants/t/session-revoker',
    type: 'x.y',
    time: '2026-11-23T10:00:00Z',
    datacontenttype: 'application/json',
    data: {},
  };
  it('lets one pass', () => expect(unlikeCloudEvent(event)).toEqual([]));
  it.each([
    { id: '' },
    { source: '' },
    { source: 'not a uri' },
    { type: undefined },
    { specversion: '0.3' },
    { subject: '' },
    { time: '23.11.2026' },
    { dataContentType: 'application/json' },
    { datacontenttype: 'json' },
  ])('finds %j', (change) => expect(unlikeCloudEvent({ ...event, ...change })).not.toEqual([]));
});

/** The schemas of events among those that are shipped, by the type of the event. */
function publishedSchemas(): ReadonlyMap<string, ValidateFunction> {
  const folder = join(__dirname, '../../docs/schemas');
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  return new Map(
    readdirSync(folder).flatMap((file) => {
      const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Schema;
      const type = schema.properties?.['type']?.const;
      return type === undefined ? [] : [[type, ajv.compile(schema)] as const];
    }),
  );
}

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly const?: string }>>;
}

/** The context attributes of CloudEvents 1.0 and their types, in structured mode as JSON. */
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  specversion: /^1\.0$/,
  id: /./,
  // A URI reference, none of whose characters must be escaped.
  source: /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/,
  type: /./,
  subject: /./,
  time: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/,
  datacontenttype: /^[\w.+-]+\/[\w.+-]+$/,
};
const REQUIRED = ['specversion', 'id', 'source', 'type'];

/** What is wrong with an event by CloudEvents 1.0; empty when nothing is. */
function unlikeCloudEvent(event: Readonly<Record<string, unknown>>): readonly string[] {
  const present = Object.entries(event).filter(([name, value]) => name !== 'data' && value !== undefined);
  return [
    ...REQUIRED.filter((name) => event[name] === undefined).map((name) => `${name} is required`),
    ...present.filter(([name]) => !/^[a-z0-9]+$/.test(name)).map(([name]) => `${name} is not a name`),
    ...present
      .filter(([name, value]) => typeof value !== 'string' || ATTRIBUTES[name]?.test(value) !== true)
      .map(([name]) => `${name} is not of its type`),
  ];
}
