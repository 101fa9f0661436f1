import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARCHIVE_COLUMNS, archiveRow } from '../../shared/messages/archive-row';
import { methodMessage } from '../../shared/messages/method-message';
import { readTopicMessage } from '../../shared/messages/outcome-event';
import { resultMessage } from '../../shared/messages/result-message';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Outcome } from '../../shared/core/outcome';
import { AVERY_ID, TENANT_ID } from '../support/builders';
import { outcomeOf, outcomes } from '../support/outcomes';

const rowOf = (outcome: Outcome) => {
  const read = readTopicMessage(resultMessage(outcome, 'en').body);
  return read.kind === 'outcome' ? archiveRow(read.event) : undefined;
};
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the row of an outcome', () => {
  it.each(Object.entries(outcomes))('%s is as in its golden file', (name, outcome) => {
    const file = join(__dirname, 'golden/archive', `${name}.json`);
    const actual = written(rowOf(outcome));
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it('has the columns of the table, and each of them for some outcome', () => {
    const used = Object.values(outcomes).flatMap((outcome) => Object.keys(written(rowOf(outcome)) as object));
    const full = rowOf({
      ...outcomeOf('failed'),
      receivedBy: 'webhook:acme',
      event: 'riskDetected',
      sourceRule: 'sources[0]',
      alert: { createdAt: '2026-11-23T09:59:00.000Z' },
    });
    const all = new Set([...used, ...Object.keys(written(full) as object)]);
    expect([...all].toSorted()).toEqual(Object.keys(ARCHIVE_COLUMNS).toSorted());
  });
  it('is the same for every copy, under the id by which readers drop copies', () => {
    const outcome = { ...outcomeOf('failed'), id: storedId<OutcomeId>('o-7') };
    expect(rowOf(outcome)).toEqual(rowOf(structuredClone(outcome)));
    expect(rowOf(outcome)).toMatchObject({ OutcomeId: 'o-7', TimeGenerated: outcome.completedAt });
  });
});

describe('a message of the topic', () => {
  it.each(Object.entries(outcomes))('has every field read that an outcome has: %s', (_name, outcome) => {
    const { body } = resultMessage(outcome, 'en');
    const { data, id, time, type } = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
    expect(readTopicMessage(body)).toEqual({ kind: 'outcome', event: { id, time, type, data } });
  });
  const event = (): Record<string, unknown> =>
    JSON.parse(Buffer.from(resultMessage(outcomeOf('failed'), 'en').body).toString()) as Record<
      string,
      unknown
    >;
  const readBack = (value: unknown) => readTopicMessage(Buffer.from(JSON.stringify(value)));
  it('of a later version is read without what this version does not know', () => {
    const later = event();
    const data = later['data'] as object;
    const read = readBack({ ...later, more: 1, data: { ...data, status: 'restored', more: { a: 1 } } });
    expect(read).toMatchObject({ kind: 'outcome', event: { data: { status: 'restored' } } });
    expect(JSON.stringify(read)).not.toContain('more');
  });
  it('of another type is known as such', () => {
    const { body } = methodMessage(
      {
        id: storedId('m-1'),
        outcomeId: storedId('4f2d'),
        requestId: 'inc-7',
        tenantId: TENANT_ID,
        user: { reference: { kind: 'id', id: AVERY_ID } },
        method: { name: 'sharePoint', status: 'signedOut', attempts: 1, requestIds: [] },
        completedAt: '2026-11-23T10:00:02.000Z',
      },
      'en',
    );
    expect(readTopicMessage(body)).toEqual({ kind: 'other' });
  });
  it.each([
    undefined,
    null,
    1,
    'text',
    [],
    {},
    { type: 1 },
    { ...event(), id: '' },
    { ...event(), data: {} },
  ])('that is not an event that can be read is known as such: %j', (value) =>
    expect(readBack(value ?? null)).toEqual({ kind: 'unreadable' }),
  );
});
