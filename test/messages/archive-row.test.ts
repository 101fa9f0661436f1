import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARCHIVE_COLUMNS } from '../../shared/messages/archive-columns';
import { archiveRow } from '../../shared/messages/archive-row';
import { readTopicMessage } from '../../shared/messages/topic-message';
import { resultMessage } from '../../shared/messages/result-message';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Outcome } from '../../shared/core/outcome';
import { outcomeOf, outcomes } from '../support/outcomes';
import { aReminder, anEviction, lateMethod } from '../support/passed-on-events';

const rowOfBody = (body: Uint8Array) => {
  const read = readTopicMessage(body);
  return read.kind === 'event' ? archiveRow(read.event) : undefined;
};
const rowOf = (outcome: Outcome) => rowOfBody(resultMessage(outcome, 'en').body);
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the row of an outcome', () => {
  it.each(Object.entries(outcomes))('%s is as in its golden file', (name, outcome) => {
    const file = join(__dirname, 'golden/archive', `${name}.json`);
    const actual = written(rowOf(outcome));
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it.each([
    ['late-method', lateMethod('failed')],
    ['reminder', aReminder()],
    ['eviction-returned', anEviction('returned')],
    ['eviction-unknown', anEviction('unknown')],
  ])('of another event is as in its golden file: %s', (name, body) => {
    const file = join(__dirname, 'golden/archive', `${name}.json`);
    const actual = written(rowOfBody(body));
    if (process.env['UPDATE_GOLDEN'] === 'true') writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    expect(actual).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
  it.each([
    ['nobody has decided', 'held', undefined],
    ['somebody whom nothing has proven has', 'declined', false],
    ['proven people have', 'approved-by-two', true],
  ])('says whether who decided is proven: %s', (_what, name, proven) =>
    expect(rowOf(outcomes[name] ?? outcomeOf('failed'))?.DecisionProven).toBe(proven),
  );
  it('has the columns of the table, and each of them for some outcome', () => {
    const used = Object.values(outcomes).flatMap((outcome) => Object.keys(written(rowOf(outcome)) as object));
    const full = rowOf({
      ...outcomeOf('failed'),
      receivedBy: 'webhook:acme',
      event: 'riskDetected',
      sourceRule: 'sources[0]',
      alert: { createdAt: '2026-11-23T09:59:00.000Z' },
    });
    const about = Object.keys(written(rowOfBody(aReminder())) as object);
    const returned = Object.keys(written(rowOfBody(anEviction('returned'))) as object);
    const unknown = Object.keys(written(rowOfBody(anEviction('unknown'))) as object);
    const all = new Set([
      ...used,
      ...about,
      ...returned,
      ...unknown,
      ...Object.keys(written(full) as object),
    ]);
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
    expect(readTopicMessage(body)).toEqual({ kind: 'event', event: { id, time, type, data } });
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
    expect(read).toMatchObject({ kind: 'event', event: { data: { status: 'restored' } } });
    expect(JSON.stringify(read)).not.toContain('more');
  });
  it.each([
    ['a late method', lateMethod('signedOut')],
    ['a reminder', aReminder()],
    ['a return', anEviction('returned')],
    ['a verdict that is not known', anEviction('unknown')],
  ])('of %s has every field read', (_what, body) => {
    const { id, time, type, data } = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
    expect(readTopicMessage(body)).toEqual({ kind: 'event', event: { id, time, type, data } });
  });
  it('of another type is known as such', () =>
    expect(readBack({ type: 'io.github.session-revoker.service.v1' })).toEqual({ kind: 'other' }));
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
