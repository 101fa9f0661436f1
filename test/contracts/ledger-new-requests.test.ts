import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Intent } from '../../shared/core/intent';
import { AVERY_ID } from '../support/builders';
import type { LedgerSide } from './ledger-sides';
import { HOUR, aKey, at, entryOf, ledgerSides, tableSide, term, terms } from './ledger-sides';

const intent: Intent = {
  outcomeId: storedId<OutcomeId>('o-1'),
  userId: AVERY_ID,
  declaredAt: at(0).toISOString(),
};

describe.each(ledgerSides)('%s: a new request', (_name, start) => {
  let side: LedgerSide;
  beforeAll(async () => {
    side = await start();
  });
  afterAll(() => side.stop());
  const begin = (key = aKey(), leaseId = 'mine', payload = 'payload') =>
    side.ledger.requests.begin(key, payload, terms(leaseId, { intent }));

  it('is entered with the lease of its outcome and the intent', async () => {
    const key = aKey();
    const lease = await begin(key);
    expect(lease).toMatchObject({ key, leaseId: 'mine', expiresAt: term.expiresAt, intent });
    expect(await side.ledger.requests.enter(key.partition, 'another', term)).toBe('payload');
    expect(await side.ledger.outcomes.acquire(key, terms('another'))).toMatchObject({ kind: 'busy' });
    const late = terms('late', { now: at(15_000), leaseExpiresAt: at(30_000) });
    expect(await side.ledger.outcomes.acquire(key, late)).toMatchObject({
      kind: 'acquired',
      interrupted: intent,
    });
  });
  it('has a lease that is renewed, released and ended like any other', async () => {
    const lease = await begin();
    const renewed = lease && (await side.ledger.outcomes.renew(lease, at(20_000)));
    const entry = entryOf('o-1');
    expect(renewed && (await side.ledger.outcomes.record(renewed, entry))).toEqual({
      kind: 'recorded',
      entry,
    });
    const other = await begin();
    if (!other) throw new Error('It was not entered.');
    const { intent: _intent, ...withoutIntent } = other;
    await side.ledger.outcomes.release(withoutIntent);
    expect(await side.ledger.outcomes.acquire(other.key, terms('another'))).not.toHaveProperty('interrupted');
  });
  it('is entered by one of many at once', async () => {
    const key = aKey();
    const leases = await Promise.all(['one', 'two', 'three', 'four'].map((id) => begin(key, id)));
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
  });
  it('is not entered when it is known, by whatever payload: nothing is written', async () => {
    const key = aKey();
    await side.ledger.requests.enter(key.partition, 'payload', term);
    expect(await begin(key)).toBeUndefined();
    expect(await begin(key, 'mine', 'another')).toBeUndefined();
    expect(await side.ledger.outcomes.acquire(key, terms('another'))).not.toHaveProperty('interrupted');
  });
  it('is not entered when its outcome is known', async () => {
    const key = aKey();
    await side.ledger.outcomes.acquire(key, terms('another'));
    expect(await begin(key)).toBeUndefined();
    expect(await side.ledger.requests.enter(key.partition, 'another', term)).toBe('another');
  });
  it('is swept once it has expired', async () => {
    const key = aKey();
    const soon = { now: at(0), expiresAt: at(HOUR) };
    await side.ledger.requests.begin(key, 'payload', terms('mine', soon));
    await side.ledger.sweep(at(3 * HOUR));
    expect(await side.ledger.requests.begin(key, 'another', terms('another'))).toBeDefined();
  });
});

describe('table storage', () => {
  let side: LedgerSide;
  beforeAll(async () => {
    side = await tableSide();
  });
  afterAll(() => side.stop());
  it('creates its table for the first request', async () => {
    expect(await side.ledger.requests.begin(aKey(), 'payload', terms('mine'))).toBeDefined();
  });
  it('finds the lease that an earlier try with a lost answer has entered', async () => {
    const key = aKey();
    const first = await side.ledger.requests.begin(key, 'payload', terms('mine', { intent }));
    expect(await side.ledger.requests.begin(key, 'payload', terms('mine', { intent }))).toEqual(first);
  });
});
