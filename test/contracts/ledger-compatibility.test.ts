import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ledgerTable } from '../../shared/adapters/connections/ledger-table';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { ApprovalRequest, RecordedDecision } from '../../shared/core/approval';
import { textDetail, writeDetail } from '../../shared/core/detail';
import type { ApprovalId, EntryKey, OutcomeId } from '../../shared/core/ids';
import { limitKey, limitUser, storedId } from '../../shared/core/ids';
import { anApprovalRequest } from '../support/builders';
import { HOUR, aKey, aPartition, at, entryOf, tableSide, term, terms } from './ledger-sides';

type TableSide = Awaited<ReturnType<typeof tableSide>>;

let side: TableSide;
beforeAll(async () => {
  side = await tableSide();
  // The table is created with the first entry.
  await side.ledger.requests.enter(aPartition(), 'digest', term);
});
afterAll(() => side.stop());

/** Writes an entity as the version before wrote it. */
async function stored({ partition, row }: EntryKey, columns: object): Promise<void> {
  await side.table.createEntity({ partitionKey: partition, rowKey: row, ...columns });
}

/** The names of an entity's columns, without those that table storage adds. */
async function columnsOf({ partition, row }: EntryKey): Promise<string[]> {
  const entity = await side.table.getEntity(partition, row);
  const added = ['partitionKey', 'rowKey', 'etag', 'timestamp', 'odata.metadata'];
  return Object.keys(entity)
    .filter((name) => !added.includes(name))
    .sort();
}

const expiresAt = at(24 * HOUR);

describe('a request for approval that the version before has stored', () => {
  const text = 'The request asks for a confirmation.';
  const resolution: RecordedDecision = {
    decision: 'decline',
    by: 'lead@contoso.com',
    at: at(0).toISOString(),
    key: 'k',
  };

  /** Stores one, and returns the request that it is read as. */
  async function aStoredRequest(columns: object = { state: 'waiting' }): Promise<ApprovalRequest> {
    const reason = {
      rule: 'confirmation-asked-for',
      status: 'awaitingConfirmation',
      detail: textDetail(text),
    } as const;
    const request = anApprovalRequest({ id: storedId<ApprovalId>(randomUUID()), reason });
    const { id, reason: _reason, requestedAt, ...others } = request;
    const hold = { rule: reason.rule, status: reason.status, detail: text };
    const held = JSON.stringify({ ...others, confirmation: id, hold, heldAt: requestedAt });
    await stored({ partition: storedId('holds'), row: id }, { held, expiresAt, ...columns });
    return request;
  }

  it('is found and listed, with the text of its detail', async () => {
    const request = await aStoredRequest();
    const found = await side.ledger.approvals.find(request.id);
    expect(found).toEqual({ request });
    expect(found && writeDetail(found.request.reason.detail)).toBe(text);
    const pending: ApprovalRequest[] = [];
    for await (const one of side.ledger.approvals.pending()) pending.push(one);
    expect(pending).toContainEqual(request);
  });
  it('is read with the text of its detail when the code is of another version', async () => {
    const detail = JSON.stringify({ code: 'codeOfAnotherVersion', values: {} });
    const request = await aStoredRequest({ state: 'waiting', detail });
    expect(await side.ledger.approvals.find(request.id)).toEqual({ request });
  });
  it('can be decided, and is read in the same way afterwards', async () => {
    const request = await aStoredRequest();
    expect(await side.ledger.approvals.decide(request.id, resolution)).toEqual(resolution);
    expect(await side.ledger.approvals.find(request.id)).toEqual({ request, decision: resolution });
  });
  it('has the decision that the version before has recorded', async () => {
    const request = await aStoredRequest({ state: 'ended', resolution: JSON.stringify(resolution) });
    // The version before ends the wait with the decision: nothing says that it was not finished.
    expect(await side.ledger.approvals.find(request.id)).toEqual({
      request,
      decision: resolution,
      isFinished: true,
    });
    expect(await side.ledger.approvals.decide(request.id, { ...resolution, key: 'other' })).toEqual(
      resolution,
    );
  });
});

describe('an outcome that the version before has stored', () => {
  const { message, summary } = entryOf('outcome-1');
  const { body, ...envelope } = message;
  const columns = {
    body0: Buffer.from(body),
    envelope: JSON.stringify(envelope),
    verdict: JSON.stringify(summary),
    holder: 'theirs',
    expiresAt,
  };

  it('is read byte for byte, and ends any lease on it', async () => {
    const key = aKey();
    await stored(key, columns);
    const entry = await side.ledger.outcomes.read(key, at(0));
    expect(Buffer.compare(Buffer.from(entry?.message.body ?? []), Buffer.from(body))).toBe(0);
    expect({ ...entry?.message, body: [] }).toEqual({ ...message, body: [] });
    expect(entry?.summary).toEqual(summary);
    expect(entry).not.toHaveProperty('awaitsPublication');
    expect(entry).toHaveProperty('mayAwaitPublication', true);
    expect(await side.ledger.outcomes.acquire(key, terms('mine'))).toMatchObject({
      kind: 'recorded',
      entry: { summary },
    });
  });
  it('is busy while the version before is processing it', async () => {
    const key = aKey();
    await stored(key, { holder: 'theirs', claimedUntil: at(15_000), expiresAt });
    expect(await side.ledger.outcomes.acquire(key, terms('mine'))).toEqual({
      kind: 'busy',
      leaseExpiresAt: at(15_000),
    });
    expect(await side.ledger.outcomes.acquire(key, terms('mine', { now: at(15_000) }))).toMatchObject({
      kind: 'acquired',
    });
  });
});

describe('a revocation, a request and a count that the version before has stored', () => {
  it('are read', async () => {
    const revocation = { outcomeId: storedId<OutcomeId>('outcome-1'), revokedAt: at(0).toISOString() };
    const key = { partition: aPartition(), row: 'revocation' };
    await stored(key, { ...revocation, holder: 'theirs', expiresAt });
    expect(await side.ledger.revocations.read(key, at(0))).toEqual(revocation);

    const partition = aPartition();
    await stored({ partition, row: 'request' }, { payloadDigest: 'first', expiresAt });
    expect(await side.ledger.requests.enter(partition, 'second', term)).toBe('first');
  });
  it('keep the brake tripped for those whom it has not counted', async () => {
    const tenantId = randomUUID();
    const counted = Buffer.alloc(24);
    counted.write(limitUser(tenantId, 'user-1'), 'hex');
    counted.writeBigUInt64BE(BigInt(Date.now()), 16);
    await stored(limitKey(tenantId), { counted, engagedAt: String(Date.now()) });
    const use = (userId: string) => ({
      tenantId,
      userId,
      receivedBy: 'queue' as const,
      outcomeId: storedId<OutcomeId>(randomUUID()),
      brake: { users: 1, windowMs: HOUR, repeats: 3 },
      now: new Date(),
    });
    const { limit } = side.ledger;
    expect(await limit.reserve(use('user-2'))).toEqual({ kind: 'full', tripped: false });
    expect(await limit.reserve(use('user-1'))).toEqual({ kind: 'reserved' });
  });
});

describe('the table', () => {
  it('passes on the time of each answer, and how long it took', async () => {
    const answers: { readonly date: string | undefined; readonly tookMs: number }[] = [];
    const { connectionString } = side;
    const table = ledgerTable(
      { kind: 'connectionString', connectionString },
      () => {
        throw new Error('A connection string needs no credential.');
      },
      (date, tookMs) => answers.push({ date, tookMs }),
    );
    await tableLedger(table).approvals.find('nobody');
    expect(answers).toHaveLength(1);
    const [answer] = answers;
    expect(Math.abs(Date.parse(answer?.date ?? '') - Date.now())).toBeLessThan(10_000);
    expect(answer?.tookMs).toBeGreaterThan(0);
  });
});

describe('the columns keep the names that the version before gave them', () => {
  it('for a lease and an outcome', async () => {
    const key = aKey();
    const answer = await side.ledger.outcomes.acquire(key, terms('mine'));
    expect(await columnsOf(key)).toEqual(['claimedUntil', 'expiresAt', 'holder']);
    if (answer.kind === 'acquired') await side.ledger.outcomes.record(answer.lease, entryOf('o'));
    const recorded = ['body0', 'envelope', 'expiresAt', 'holder', 'published', 'verdict'];
    expect(await columnsOf(key)).toEqual(recorded);
    await side.ledger.outcomes.markPublished(key);
    expect(await columnsOf(key)).toEqual(recorded);
  });
  it('for the count of the brake', async () => {
    const tenantId = randomUUID();
    await side.ledger.limit.reserve({
      tenantId,
      userId: 'user-1',
      receivedBy: 'queue',
      outcomeId: storedId<OutcomeId>('outcome-1'),
      brake: { users: 1, windowMs: HOUR, repeats: 3 },
      now: at(0),
    });
    expect(await columnsOf(limitKey(tenantId))).toEqual(['counted', 'engagedAt', 'revocations0']);
  });
  it('for a request for approval', async () => {
    const request = anApprovalRequest({ id: storedId<ApprovalId>(randomUUID()) });
    const key = { partition: storedId('holds'), row: request.id } as EntryKey;
    await side.ledger.approvals.put(request, term);
    expect(await columnsOf(key)).toEqual(['detail', 'expiresAt', 'held', 'state']);
    const decision = { decision: 'expire', at: request.expiresAt, key: 'expiry' } as const;
    await side.ledger.approvals.decide(request.id, decision);
    expect(await columnsOf(key)).toEqual(['detail', 'expiresAt', 'held', 'resolution', 'state']);
    await side.ledger.approvals.finish(request.id);
    expect(await columnsOf(key)).toEqual(['detail', 'expiresAt', 'held', 'resolution', 'state']);
  });
});
