import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ARCHIVE_SUBSCRIPTION,
  NOTIFY_SUBSCRIPTION,
  OCSF_SUBSCRIPTION,
  WRITE_BACK_SUBSCRIPTION,
} from '../../shared/health/topic-readers';
import { customEvent } from '../../shared/adapters/telemetry/custom-event';
import type { TelemetryEvent } from '../../shared/ports/telemetry';
import { telemetryEventNames } from '../../shared/ports/telemetry';
import { statuses } from '../../shared/core/outcome';
import { ARCHIVE_COLUMNS, ARCHIVE_STREAM } from '../../shared/messages/archive-columns';
import { storedId } from '../../shared/core/ids';
import { summaryOf } from '../../shared/messages/result-message';
import { armModule, armResources, templateParameters } from '../support/arm-template';
import { NOW } from '../support/builders';
import { columnsOf, problemsOf } from '../support/kusto';
import { outcomeOf, outcomes } from '../support/outcomes';

const folder = join(__dirname, '../../infra/queries');
const queries = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);

/** Every kind of event, with everything that it can contain. */
const events: readonly TelemetryEvent[] = [
  ...Object.values(outcomes).map((outcome): TelemetryEvent => ({
    kind: 'outcome',
    outcome,
    durationsMs: {
      claim: 1,
      lookUp: 1,
      memberships: 1,
      revoke: 1,
      verify: 1,
      record: 1,
      publish: 1,
      total: 7,
    },
    inForce: { mode: 'revoke', policyDigest: '5a0f' },
  })),
  { kind: 'republished', summary: summaryOf(outcomeOf('failed'), 'en') },
  { kind: 'waiting', messageKey: 'k', reason: 'throttled', attempts: 1, until: NOW, waitingMs: 1 },
  { kind: 'brakeEngaged', tenantId: 't', brake: { users: 1, windowMs: 1, repeats: 3 }, at: NOW },
  { kind: 'switchChanged', tenantId: 't', state: 'stopped' },
  { kind: 'tooFewApprovers', tenantId: 't', left: 1, needed: 2 },
  { kind: 'reminder', tenantId: 't', confirmation: 'c', outcomeId: 'o' },
  { kind: 'eviction', tenantId: 't', outcomeId: 'o', verdict: 'returned' },
  { kind: 'protectedEntry', path: 'protected.users[0]', problem: 'notFound' },
  {
    kind: 'method',
    summary: {
      outcomeId: storedId('o-1'),
      method: 'sharePoint',
      status: 'signedOut',
      attempts: 1,
      userId: 'u',
    },
  },
  { kind: 'deliveryFailed', error: 'TypeError' },
  { kind: 'setAside', messageKey: 'k', unfinished: 2 },
  {
    kind: 'originalSettled',
    action: 'close',
    number: '1',
    requestId: 'r',
    outcomeId: 'o',
    messageKey: 'k',
    by: 'u',
    reason: 'x',
  },
  {
    kind: 'containmentGivenUp',
    tenantId: 't',
    requestId: 'r',
    outcomeId: 'o',
    userId: 'u',
    by: 'p',
    reason: 'x',
  },
];

/** What is sent, by the event's name. */
const sent = new Map<string, { readonly properties: Set<string>; readonly measurements: Set<string> }>();
for (const { name, properties, measurements } of events.map(customEvent)) {
  const known = sent.get(name) ?? { properties: new Set(), measurements: new Set() };
  for (const property of Object.keys(properties)) known.properties.add(property);
  for (const measurement of Object.keys(measurements)) known.measurements.add(measurement);
  sent.set(name, known);
}
const named = (query: string): string[] =>
  [...query.matchAll(/\bName == "([^"]+)"/g)].map(([, name = '']) => name);
const used = (query: string, of: 'Properties' | 'Measurements'): string[] =>
  [...query.matchAll(new RegExp(`\\b${of}\\.(\\w+)`, 'g'))].map(([, name = '']) => name);

it('every event that the code can send is covered here', () =>
  expect([...sent.keys()].sort()).toEqual(Object.values(telemetryEventNames).sort()));

describe.each(queries)('the query %s', (_file, query) => {
  it('is valid Kusto, on columns that the table has', () => expect(problemsOf(query)).toEqual([]));
  it('says what it is for', () => expect(query).toMatch(/^\/\/ \S.*\n/));
  it('uses only events that the code sends, and properties that these have', () => {
    const names = named(query);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !sent.has(name))).toEqual([]);
    const sentWith = (of: 'properties' | 'measurements'): Set<string> =>
      new Set(names.flatMap((name) => [...(sent.get(name)?.[of] ?? [])]));
    expect(used(query, 'Properties').filter((name) => !sentWith('properties').has(name))).toEqual([]);
    expect(used(query, 'Measurements').filter((name) => !sentWith('measurements').has(name))).toEqual([]);
  });
});

it('every alert rule distinguishes its alerts by text that its query returns', () => {
  const { variables } = armModule('alerts');
  for (const { query, by } of variables['queryRules'] as readonly {
    query: string;
    by: readonly string[];
  }[]) {
    const columns = columnsOf(String(variables[/variables\('(.+)'\)/.exec(query)?.[1] ?? '']));
    expect(by.map((column) => columns.get(column))).toEqual(by.map(() => 'string'));
    expect(by.length).toBeGreaterThan(0);
  }
});

const archiveFolder = join(__dirname, '../../infra/archive');
const archiveQueries = readdirSync(archiveFolder).map(
  (file) => [file, readFileSync(join(archiveFolder, file), 'utf8')] as const,
);
/** A parameter of the function, which the workspace binds. */
const bound = (query: string): string => `let disabled = false;\n${query}`;

describe.each(archiveQueries)('the query %s of the archive', (_file, query) => {
  it('is valid Kusto, on columns that the table has', () => expect(problemsOf(bound(query))).toEqual([]));
  it('says what it is for', () => expect(query).toMatch(/^\/\/ \S.*\n/));
  it('counts each outcome once, however often it was archived', () =>
    expect(query).toMatch(/\| summarize arg_max\(TimeGenerated, .*\) by OutcomeId\n/));
});

describe('the parser of ASIM audit events', () => {
  const [, parser = ''] = archiveQueries.find(([file]) => file === 'asim-audit-event.kql') ?? [];
  const columns = columnsOf(bound(parser));
  // "ASIM Audit Event normalization schema reference": the mandatory fields, and the recommended ones that apply.
  it.each([
    ['EventCount', 'int'],
    ['EventStartTime', 'datetime'],
    ['EventEndTime', 'datetime'],
    ['EventType', 'string'],
    ['EventResult', 'string'],
    ['EventProduct', 'string'],
    ['EventVendor', 'string'],
    ['EventSchema', 'string'],
    ['EventSchemaVersion', 'string'],
    ['Operation', 'string'],
    ['Object', 'string'],
    ['ObjectType', 'string'],
    ['Dvc', 'string'],
    ['ActorUsername', 'string'],
    ['ActingAppName', 'string'],
    ['TargetAppName', 'string'],
    ['TargetUsername', 'string'],
    ['EventSeverity', 'string'],
    ['AdditionalFields', 'dynamic'],
    ['TimeGenerated', 'datetime'],
  ])('has %s as %s', (column, type) => expect(columns.get(column)).toBe(type));
  it('knows every status, so that none passes for something else', () => {
    const neither = ['whatIf', 'awaitingConfirmation', 'held', 'duplicate', 'nothingToDo'];
    const named = statuses.filter((status) => parser.includes(`"${status}"`));
    expect([...named, ...neither].toSorted()).toEqual([...statuses].toSorted());
  });
});

describe('what is deployed for the archive', () => {
  const { resources, variables, condition } = armModule('archive');
  const declared = variables['columns'] as readonly { readonly name: string; readonly type: string }[];
  it('is nothing by default', () => {
    expect(condition).toBe("[parameters('archiveOutcomes')]");
    expect(templateParameters['archiveOutcomes']).toMatchObject({ defaultValue: false });
  });
  it('has the columns that the app sends, in their order', () =>
    expect(declared).toEqual(Object.entries(ARCHIVE_COLUMNS).map(([name, type]) => ({ name, type }))));
  it('has the stream, the subscriptions and the settings that the app uses', () => {
    const { archiveTable } = variables;
    expect(ARCHIVE_STREAM).toBe(`Custom-${String(archiveTable)}`);
    const bus = armModule('service-bus').variables;
    const { notifySubscription, archiveSubscription, ocsfSubscription, writeBackSubscription } = bus;
    expect([notifySubscription, archiveSubscription, ocsfSubscription, writeBackSubscription]).toEqual([
      NOTIFY_SUBSCRIPTION,
      ARCHIVE_SUBSCRIPTION,
      OCSF_SUBSCRIPTION,
      WRITE_BACK_SUBSCRIPTION,
    ]);
  });
  it('has the parser under the name by which ASIM finds it', () => {
    const parser = resources.find(({ type }) => type.endsWith('/savedSearches'));
    expect(parser?.properties).toMatchObject({
      functionAlias: 'ASimAuditEventSessionRevoker',
      functionParameters: 'disabled:bool=False',
    });
  });
  it.each(['notify', 'archive', 'ocsf', 'writeBack'])(
    'gives up on an outcome after ten deliveries, as the local stack does: %s',
    (name) => {
      const subscription = armResources('Microsoft.ServiceBus/namespaces/topics/subscriptions').find((one) =>
        one.name.includes(`${name}Subscription`),
      );
      expect(subscription?.properties).toMatchObject({
        maxDeliveryCount: 10,
        deadLetteringOnMessageExpiration: true,
      });
    },
  );
});

describe('these tests can fail', () => {
  it.each([
    ['a column that is not there', 'AppEvents | where Nam == "RevocationOutcome"'],
    ['a table that is not there', 'AppEvent | take 1'],
    ['an operator that is none', 'AppEvents | summarise count()'],
  ])('on %s', (_what, query) => expect(problemsOf(query)).not.toEqual([]));
});
