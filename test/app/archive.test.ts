import { describe, expect, it } from '@jest/globals';
import { archiver } from '../../shared/app/archive';
import type { SwitchChangeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Status } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { serviceMessage } from '../../shared/messages/service-message';
import { resultMessage } from '../../shared/messages/result-message';
import { TENANT_ID } from '../support/builders';
import { outcomeOf } from '../support/outcomes';
import { aReminder, lateMethod } from '../support/passed-on-events';
import { inMemoryArchive } from '../twins/in-memory-archive';

const archiving = () => {
  const archive = inMemoryArchive();
  return { archive, add: archiver(archive) };
};
const published = (status: Status): Uint8Array => resultMessage(outcomeOf(status), 'en').body;

describe('the archive', () => {
  it.each(statuses)('gets every outcome: %s', async (status) => {
    const { archive, add } = archiving();
    expect(await add(published(status))).toEqual({ kind: 'passedOn', eventId: '4f2d' });
    expect(archive.rows).toMatchObject([{ OutcomeId: '4f2d', Status: status }]);
  });
  it('that does not take an outcome has its message delivered again, and gets the same row', async () => {
    const { archive, add } = archiving();
    archive.answer({ kind: 'failed', reason: 'HTTP 429', retryAfterMs: 5_000 });
    expect(await add(published('failed'))).toEqual({
      kind: 'failed',
      eventId: '4f2d',
      reason: 'HTTP 429',
      retryAfterMs: 5_000,
    });
    archive.answer({ kind: 'accepted' });
    await add(published('failed'));
    await add(published('failed'));
    expect(archive.rows).toHaveLength(2);
    expect(archive.rows[1]).toEqual(archive.rows[0]);
  });
  it.each([
    [
      'what a method has answered late',
      lateMethod('signedOut'),
      { RowKind: 'method', AboutOutcomeId: '4f2d' },
    ],
    ['a request that waits still', aReminder(), { RowKind: 'reminder', AboutOutcomeId: 'o-1' }],
  ])('gets %s, under an id of its own and without a status', async (_what, body, row) => {
    const { archive, add } = archiving();
    expect(await add(body)).toMatchObject({ kind: 'passedOn' });
    expect(archive.rows).toMatchObject([row]);
    expect(archive.rows[0]).not.toHaveProperty('Status');
    expect(archive.rows[0]?.OutcomeId).not.toBe(row.AboutOutcomeId);
  });
  it('has no row of other events, and drops nothing that it cannot read', async () => {
    const { archive, add } = archiving();
    const change = {
      id: storedId<SwitchChangeId>('c-1'),
      state: 'stopped',
      by: 'lead',
      reason: 'r',
      at: '2026-11-23T10:00:00.000Z',
    } as const;
    expect(await add(serviceMessage(TENANT_ID, change, 'en').body)).toEqual({ kind: 'skipped' });
    expect(await add(Buffer.from('{}'))).toEqual({ kind: 'unreadable' });
    expect(archive.rows).toEqual([]);
  });
});
