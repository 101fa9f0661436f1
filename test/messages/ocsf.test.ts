import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { MethodStatus, Outcome, Status } from '../../shared/core/outcome';
import { methodStatuses } from '../../shared/core/outcome';
import { remediationJsonSchema } from '../../shared/messages/json-schema';
import { ocsfMessage } from '../../shared/messages/ocsf/ocsf-message';
import { remediationEvent, remediationOfOutcome } from '../../shared/messages/ocsf/remediation-event';
import type { RemediationEvent } from '../../shared/messages/ocsf/remediation-schema';
import { remediationSchema } from '../../shared/messages/ocsf/remediation-schema';
import type { OutcomeEvent } from '../../shared/messages/outcome-event';
import { publishedOutcome } from '../../shared/messages/published-outcome';
import { resultMessage } from '../../shared/messages/result-message';
import type { MethodEvent } from '../../shared/messages/topic-message';
import { readTopicMessage } from '../../shared/messages/topic-message';
import { generatedOutcomes } from '../support/generated-outcomes';
import { unlikeOcsf } from '../support/ocsf-conformance';
import { outcomeOf, outcomes, statuses } from '../support/outcomes';
import { lateMethod } from '../support/passed-on-events';

const read = (body: Uint8Array): OutcomeEvent | MethodEvent => {
  const message = readTopicMessage(body);
  if (message.kind === 'event') {
    const { event } = message;
    if (event.type === 'io.github.session-revoker.outcome.v1') return event;
    if (event.type === 'io.github.session-revoker.method.v1') return event;
  }
  throw new Error('It is neither an outcome nor the answer of a method.');
};
const bodyOf = (outcome: Outcome): Uint8Array => resultMessage(outcome, 'en').body;
const ocsf = (outcome: Outcome) => remediationEvent(read(bodyOf(outcome)), '1.2.3');
const late = (status: MethodStatus) => remediationEvent(read(lateMethod(status)), '1.2.3');
/** As it is on the wire. */
const wired = (event: RemediationEvent) => JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
const isValid = new Ajv2020({ strict: false }).compile(remediationJsonSchema() as object);

/** Each status of ours, and the numbers of OCSF 1.8.0: status_id, disposition_id and action_id. */
const ROWS: readonly (readonly [Status, number, string, number, number])[] = [
  ['signedOut', 1, 'Success', 24, 2],
  ['signOutPending', 1, 'Success', 24, 2],
  ['userNotFound', 3, 'Does Not Exist', 16, 1],
  ['failed', 6, 'Error', 27, 1],
  ['notEnabled', 5, 'Unsupported', 16, 1],
  ['notApplicable', 5, 'Unsupported', 16, 1],
  ['whatIf', 99, 'whatIf', 16, 1],
  ['awaitingConfirmation', 99, 'awaitingConfirmation', 14, 1],
  ['declined', 99, 'declined', 16, 1],
  ['protected', 99, 'protected', 16, 1],
  ['held', 99, 'held', 14, 1],
  ['expired', 99, 'expired', 16, 1],
  ['duplicate', 99, 'duplicate', 16, 1],
  ['nothingToDo', 99, 'nothingToDo', 16, 1],
  ['rejected', 99, 'rejected', 16, 1],
  ['restored', 1, 'Success', 9, 4],
  ['contained', 1, 'Success', 24, 2],
];

describe('an outcome as an event of OCSF', () => {
  it.each(ROWS)('%s has the status %d, %s', (status, id, name, ...[disposition, action]) =>
    expect(ocsf(outcomeOf(status))).toMatchObject({
      activity_id: status === 'restored' ? 3 : 2,
      type_uid: status === 'restored' ? 700_103 : 700_102,
      status_id: id,
      status: name,
      status_code: status,
      disposition_id: disposition,
      action_id: action,
    }),
  );
  it('is there for every status', () => expect(ROWS.map(([status]) => status)).toEqual(statuses));
  it.each(Object.entries(outcomes))('is as in its golden file: %s', (name, outcome) => {
    const file = join(__dirname, 'golden/ocsf', `${name}.json`);
    const actual = wired(ocsf(outcome));
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it('that a later version has written has its word alone', () => {
    const event = read(bodyOf(outcomeOf('signOutPending'))) as OutcomeEvent;
    const as = (status: string) => remediationEvent({ ...event, data: { ...event.data, status } }, '1');
    expect(as('sealed')).toMatchObject({ activity_id: 2, status_id: 99, status: 'sealed' });
  });
  it.each([
    [['accepted', 'signedOut'], 1],
    [['accepted', 'pending'], 1],
    [['accepted', 'failed'], 4],
    [['accepted', 'notEnabled'], 4],
    [['userNotFound', 'signedOut'], 4],
  ] as const)('is partial if a method did nothing: %j', (methods, id) => {
    const named = methods.map((status, n) => ({
      name: (['graph', 'sharePoint'] as const)[n] ?? 'graph',
      status,
    }));
    const done = named.map((method) => ({ ...method, attempts: 1, requestIds: [] }));
    expect(ocsf({ ...outcomeOf('signOutPending'), methods: done }).status_id).toBe(id);
    expect(ocsf({ ...outcomeOf('failed'), methods: done }).status_id).toBe(6);
  });
  it.each([
    [undefined, 0, 'Unknown'],
    ['', 0, 'Unknown'],
    ['informational', 1, 'Informational'],
    ['Low', 2, 'Low'],
    ['medium', 3, 'Medium'],
    ['HIGH', 4, 'High'],
    ['critical', 5, 'Critical'],
    ['Sev1', 99, 'Sev1'],
  ])('has the severity of its alert: %s', (severity, id, name) => {
    const alert = severity === undefined ? {} : { severity };
    expect(ocsf({ ...outcomeOf('failed'), alert })).toMatchObject({ severity_id: id, severity: name });
  });
  it('names the user where analysts look for users, and the alert as a finding', () =>
    expect(ocsf(outcomes['sign-out-pending'] ?? outcomeOf('failed'))).toMatchObject({
      observables: [
        { name: 'unmapped.user.name', type_id: 4, value: 'avery@contoso.com' },
        { name: 'unmapped.user.uid', type_id: 31 },
      ],
      enrichments: [{ type: 'finding_info', provider: 'Sentinel', data: { uid: '7', title: 'Spray' } }],
    }));
});

it('a step that waits for an approval is no countermeasure yet', () => {
  const waits = {
    name: 'disableSignIn',
    status: 'awaitingConfirmation',
    attempts: 0,
    requestIds: [],
  } as const;
  const outcome = outcomeOf('signOutPending');
  const graph = { name: 'graph', status: 'accepted', attempts: 1, requestIds: [] } as const;
  const [waiting, without] = [[graph, waits], [graph]].map((methods) => ocsf({ ...outcome, methods }));
  expect(waiting?.countermeasures).toEqual(without?.countermeasures);
  const taken = ocsf({ ...outcome, methods: [graph, { ...waits, status: 'contained' }] });
  expect(taken.countermeasures).not.toEqual(without?.countermeasures);
});

/** Each status of a method, and status_id, disposition_id and action_id of OCSF. */
const METHOD_ROWS: readonly (readonly [MethodStatus, number, number, number])[] = [
  ['accepted', 1, 24, 2],
  ['signedOut', 1, 24, 2],
  ['signOutPending', 1, 24, 2],
  ['notEnabled', 5, 16, 1],
  ['userNotFound', 3, 16, 1],
  ['failed', 6, 27, 1],
  ['pending', 99, 14, 1],
  ['contained', 1, 24, 2],
  ['unchanged', 1, 16, 1],
  ['foreseen', 99, 16, 1],
  ['restored', 1, 9, 4],
  ['awaitingConfirmation', 99, 14, 1],
];

/** Where it is not that of revoking. */
const TECHNIQUES: Readonly<Partial<Record<MethodStatus, object>>> = {
  restored: { d3f_technique: { uid: 'D3-RUAA' } },
  awaitingConfirmation: { d3f_tactic: { name: 'Evict' } },
};

describe('what a method has answered late', () => {
  it('has a row for every status', () =>
    expect(METHOD_ROWS.map(([status]) => status)).toEqual(methodStatuses));
  it.each(METHOD_ROWS)('has the status of the method, and the command of its outcome: %s', (status, ...row) =>
    expect(late(status)).toMatchObject({
      status_id: row[0],
      disposition_id: row[1],
      action_id: row[2],
      command_uid: '4f2d',
      metadata: { uid: 'm-1', correlation_uid: 'inc-7' },
      countermeasures: [TECHNIQUES[status] ?? { d3f_technique: { uid: 'D3-ST' } }],
    }),
  );
});

describe('every event of OCSF', () => {
  it.each(methodStatuses)('of a method is as the dictionary and our schema say: %s', (status) => {
    expect(unlikeOcsf(wired(late(status)))).toEqual([]);
    expect(remediationSchema.safeParse(wired(late(status))).error).toBeUndefined();
  });
  it('of an outcome is as the dictionary of OCSF 1.8.0 and our own schema say', () =>
    fc.assert(
      fc.property(generatedOutcomes, (outcome) => {
        const event = wired(ocsf(outcome));
        expect(unlikeOcsf(event)).toEqual([]);
        expect([isValid(event), isValid.errors]).toEqual([true, null]);
      }),
    ));
  it('is the same bytes for every copy, and for the API', () =>
    fc.assert(
      fc.property(generatedOutcomes, (outcome) => {
        const body = bodyOf(outcome);
        const [one, other] = [ocsfMessage(read(body), '1'), ocsfMessage(read(Uint8Array.from(body)), '1')];
        expect(Buffer.compare(one.body, other.body)).toBe(0);
        expect(one.messageId).toBe(outcome.id);
        expect(JSON.stringify(remediationOfOutcome(publishedOutcome(body), '1'))).toBe(
          Buffer.from(one.body).toString(),
        );
      }),
    ));
  it('ships the JSON Schema that the code generates', () => {
    const file = join(__dirname, '../../docs/schemas/ocsf-remediation-activity.schema.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(remediationJsonSchema());
  });
});

describe('the check by the dictionary', () => {
  const event = () => wired(ocsf(outcomes['sign-out-pending'] ?? outcomeOf('failed')));
  it.each([
    ['no command', { command_uid: undefined }, '$.command_uid is required'],
    ['a user at the top', { user: { name: 'x' } }, '$.user is not an attribute'],
    ['an unknown number', { status_id: 7 }, '$.status_id is not among its numbers'],
    ['the name of another number', { status: 'Failure' }, '$.status is not the name of 1'],
    ['a time as text', { time: '2026' }, '$.time is not a timestamp_t'],
    ['another type', { type_uid: 700_104 }, '$.type_uid is not 700102'],
    ['an actor without a name', { actor: {} }, '$.actor has none of'],
    [
      'a finding without an id',
      { enrichments: [{ name: 'x', value: 'x', type: 'finding_info', data: {} }] },
      'uid is required',
    ],
  ])('finds %s', (_what, change, problem) =>
    expect(unlikeOcsf(wired({ ...event(), ...change } as never)).join('\n')).toContain(problem),
  );
  it('finds an attribute of a profile that the event does not name', () => {
    const without = { ...event(), metadata: { ...(event()['metadata'] as object), profiles: ['host'] } };
    expect(unlikeOcsf(without).join('\n')).toContain('$.disposition_id is not an attribute');
  });
});
