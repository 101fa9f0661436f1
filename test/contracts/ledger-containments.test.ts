import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { tableLedger } from '../../shared/adapters/ledger/table-ledger';
import type { Containment, ContainmentChange } from '../../shared/core/containment';
import { detail } from '../../shared/core/detail';
import type { OutcomeId } from '../../shared/core/ids';
import { containmentKey } from '../../shared/core/containment-key';
import { digest, storedId } from '../../shared/core/ids';
import type {
  ContainmentPlace,
  ContainmentStore,
  StoredContainment,
} from '../../shared/ports/containment-store';
import type { LedgerSide } from './ledger-sides';
import { HOUR, at, ledgerSides, tableSide } from './ledger-sides';

const aChange: ContainmentChange = {
  step: 'disableSignIn',
  item: { kind: 'signIn', id: 'user-1', name: 'Zoë’s account', addedAt: '2026-11-22T10:00:00Z' },
  before: { accountEnabled: true, mail: null, rank: 3, name: "o'neil" },
  isFinal: true,
  state: 'intended',
};

function aContainment(changes: Partial<Containment> = {}): Containment {
  return {
    outcomeId: storedId<OutcomeId>(digest([randomUUID()])),
    requestId: randomUUID(),
    tenantId: randomUUID(),
    user: {
      reference: { kind: 'userPrincipalName', userPrincipalName: "o'neil@contoso.com" },
      id: randomUUID(),
      userPrincipalName: "o'neil@contoso.com",
      userType: 'Member',
    },
    receivedBy: 'webhook:edr',
    alert: { id: 'a-1', severity: 'high', createdAt: 'yesterday' },
    startedAt: at(0).toISOString(),
    firstSeenAt: at(-HOUR).toISOString(),
    steps: ['disableSignIn', 'removeConsents'],
    awaiting: ['disableDevices'],
    answered: ['removeConsents'],
    notTaken: ['disableSignIn'],
    changes: [aChange],
    kept: [{ item: { kind: 'consent', id: 'c-1' }, reason: detail('noSuchUser') }],
    state: 'open',
    ...changes,
  };
}

const placeOf = ({ tenantId, user, outcomeId }: Containment): ContainmentPlace => ({
  tenantId,
  userId: user.id,
  outcomeId,
});

const idsOf = (found: readonly StoredContainment[]): readonly string[] =>
  found.map(({ containment }) => containment.outcomeId).toSorted();

async function idsOfOpen(store: ContainmentStore): Promise<readonly string[]> {
  const found: StoredContainment[] = [];
  for await (const one of store.open()) found.push(one);
  return idsOf(found);
}

const ended = (containment: Containment): Containment => ({
  ...containment,
  state: 'restored',
  endedAt: at(HOUR).toISOString(),
  endedBy: 'soc@contoso.com',
});

describe.each(ledgerSides)('%s: what was done to users beside revoking', (_name, start) => {
  let side: LedgerSide;
  let store: ContainmentStore;
  let containment: Containment;
  beforeAll(async () => {
    side = await start();
    store = side.ledger.containments;
  });
  afterAll(() => side.stop());
  beforeEach(() => {
    containment = aContainment();
  });
  const end = async (one: Containment, expiresAt = at(2 * HOUR)): Promise<StoredContainment | undefined> =>
    store.end(await store.begin(one), ended(one), expiresAt);

  it('is read as it was begun', async () => {
    expect(await store.find(placeOf(containment))).toBeUndefined();
    const begun = await store.begin(containment);
    expect(begun.containment).toEqual(containment);
    expect(await store.find(placeOf(containment))).toMatchObject(begun);
  });
  it('is read as it was begun where it has nothing that may be absent', async () => {
    const { receivedBy: _by, alert: _alert, firstSeenAt: _seen, ...rest } = containment;
    const bare = { ...rest, changes: [], kept: [] };
    await store.begin(bare);
    expect((await store.find(placeOf(bare)))?.containment).toEqual(bare);
  });
  it('is begun once: the stored one is returned to all who begin it', async () => {
    const begun = await Promise.all(
      [1, 2, 3, 4].map((n) => store.begin({ ...containment, startedAt: at(n).toISOString() })),
    );
    expect(new Set(begun.map(({ containment: { startedAt } }) => startedAt)).size).toBe(1);
    expect(new Set(begun.map(({ version }) => version)).size).toBe(1);
  });
  it('is found whatever the case of the ids of its tenant and its user is', async () => {
    await store.begin(containment);
    const { tenantId, userId, outcomeId } = placeOf(containment);
    const place = { tenantId: tenantId.toUpperCase(), userId: userId.toUpperCase(), outcomeId };
    expect((await store.find(place))?.containment).toEqual(containment);
    expect(await store.ofUser(place.tenantId, place.userId)).toHaveLength(1);
  });
  it('is changed by one of many who have read the same version', async () => {
    const begun = await store.begin(containment);
    const changed = { ...containment, changes: [{ ...aChange, state: 'made' as const }] };
    const written = await Promise.all([1, 2, 3].map(() => store.write(begun, changed)));
    const [won, ...others] = written.filter((one) => one !== undefined);
    expect(others).toEqual([]);
    expect(won?.containment).toEqual(changed);
    expect(await store.find(placeOf(containment))).toMatchObject(won ?? {});
    const again = won && (await store.write(won, containment));
    expect(again?.containment).toEqual(containment);
  });
  it('has room for the changes of many items', async () => {
    const changes = Array.from({ length: 500 }, (_, n) => ({
      ...aChange,
      item: { ...aChange.item, id: `${String(n)}-${randomUUID()}` },
    }));
    await store.begin({ ...containment, changes });
    expect((await store.find(placeOf(containment)))?.containment.changes).toEqual(changes);
  });
  it('is listed by its user, by its request and while it can be undone', async () => {
    const { tenantId, requestId, user } = containment;
    const ofOtherRequest = aContainment({ tenantId, user });
    const ofOtherUser = aContainment({ requestId });
    for (const one of [containment, ofOtherRequest, ofOtherUser]) await store.begin(one);
    const both = (other: Containment) => [containment.outcomeId, other.outcomeId].toSorted();
    expect(idsOf(await store.ofUser(tenantId, user.id))).toEqual(both(ofOtherRequest));
    expect(idsOf(await store.ofRequest(requestId))).toEqual(both(ofOtherUser));
    expect(await idsOfOpen(store)).toEqual(
      expect.arrayContaining([containment, ofOtherRequest, ofOtherUser].map(({ outcomeId }) => outcomeId)),
    );
    expect(await store.ofUser(randomUUID(), user.id)).toEqual([]);
    expect(await store.ofRequest(randomUUID())).toEqual([]);
  });
  it('is not confused by quotation marks in the id of its request', async () => {
    const requestId = `'${randomUUID()}' or '1'`;
    await store.begin({ ...containment, requestId });
    expect(idsOf(await store.ofRequest(requestId))).toEqual([containment.outcomeId]);
  });
  it('is found after it has ended, but is not among those that can be undone', async () => {
    expect((await end(containment))?.containment).toEqual(ended(containment));
    expect((await store.find(placeOf(containment)))?.containment).toEqual(ended(containment));
    expect(await idsOfOpen(store)).not.toContain(containment.outcomeId);
    expect(idsOf(await store.ofRequest(containment.requestId))).toEqual([containment.outcomeId]);
  });
  it('is among those that can be undone while it is being undone', async () => {
    const restoring = { ...containment, state: 'restoring' as const };
    await store.write(await store.begin(containment), restoring);
    expect(await idsOfOpen(store)).toContain(containment.outcomeId);
    expect((await store.find(placeOf(containment)))?.containment).toEqual(restoring);
  });
  it('is ended by one of many', async () => {
    const begun = await store.begin(containment);
    const answers = await Promise.all([1, 2, 3].map(() => store.end(begun, ended(containment), at(HOUR))));
    expect(answers.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await store.write(begun, containment)).toBeUndefined();
  });
  it('is swept when it has ended and its time is over, and never before it has ended', async () => {
    const open = aContainment({ tenantId: containment.tenantId, user: containment.user });
    await store.begin(open);
    await end(containment, at(2 * HOUR));
    await side.ledger.sweep(at(2 * HOUR - 1));
    expect(await store.find(placeOf(containment))).toBeDefined();
    await side.ledger.sweep(at(3 * HOUR));
    expect(await store.find(placeOf(containment))).toBeUndefined();
    await side.ledger.sweep(at(100_000 * HOUR));
    expect((await store.find(placeOf(open)))?.containment).toEqual(open);
  });
  it('is swept after 90 days while it has changed nothing, and never once it has', async () => {
    const unchanged = { ...containment, changes: [] };
    const { tenantId, user } = containment;
    const later = aContainment({ tenantId, user, changes: [] });
    await store.begin(unchanged);
    await store.write(await store.begin(later), { ...later, changes: [aChange] });
    await side.ledger.sweep(at(90 * 24 * HOUR - 1));
    expect(await store.find(placeOf(unchanged))).toBeDefined();
    await side.ledger.sweep(at(90 * 24 * HOUR + HOUR));
    expect(await store.find(placeOf(unchanged))).toBeUndefined();
    await side.ledger.sweep(at(100_000 * HOUR));
    expect((await store.find(placeOf(later)))?.containment.changes).toEqual([aChange]);
  });
});

describe('what a table stores of containments', () => {
  it('is read by a process that did not write it, and by a version that knows fewer fields', async () => {
    const side = await tableSide();
    try {
      const { tenantId, userId, outcomeId } = placeOf(aContainment());
      const written = { ...aContainment(), tenantId, outcomeId, ofALaterVersion: { a: 1 } };
      const user = { ...written.user, id: userId };
      const { partition, row } = containmentKey(tenantId, userId, outcomeId);
      await side.ledger.containments.begin({ ...written, user });
      const found = await tableLedger(side.table).containments.find({ tenantId, userId, outcomeId });
      const { ofALaterVersion: _later, ...known } = { ...written, user };
      expect(found?.containment).toEqual(known);
      const entity = await side.table.getEntity(partition, row);
      expect(entity['expiresAt']).toBeUndefined();
    } finally {
      await side.stop();
    }
  });
});
