import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { OutcomeId } from '../../shared/core/ids';
import { digest, storedId } from '../../shared/core/ids';
import type { NotedOutcome, OutcomeHistory } from '../../shared/ports/ledger';
import type { LedgerSide } from './ledger-sides';
import { HOUR, aKey, at, ledgerSides } from './ledger-sides';

const DAY = 24 * HOUR;
const tenantId = '6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31';

describe.each(ledgerSides)('%s: the history', (_name, start) => {
  let side: LedgerSide;
  let history: OutcomeHistory;
  beforeAll(async () => {
    side = await start();
    ({ history } = side.ledger);
  });
  afterAll(() => side.stop());

  const noted = (changes: Partial<NotedOutcome> = {}): NotedOutcome => ({
    key: aKey(),
    id: storedId<OutcomeId>(digest([randomUUID()])),
    requestId: randomUUID(),
    status: 'signOutPending',
    tenantId,
    userId: randomUUID(),
    completedAt: at(0),
    expiresAt: at(7 * DAY),
    ...changes,
  });
  const page = { now: at(DAY), since: at(-6 * DAY), top: 10 };

  it('finds an outcome by its user and by its request, as soon as it is noted', async () => {
    const outcome = noted();
    history.note(outcome);
    const found = { keys: [outcome.key] };
    expect(await history.ofUser(tenantId.toUpperCase(), outcome.userId ?? '', page)).toEqual(found);
    expect(await history.ofRequest(outcome.requestId, page)).toEqual(found);
  });
  it('finds it once, however often it is noted', async () => {
    const outcome = noted();
    for (let n = 0; n < 3; n++) {
      history.note(outcome);
      await history.write();
    }
    expect((await history.ofRequest(outcome.requestId, page))?.keys).toHaveLength(1);
  });
  it('knows a request that was accepted and not answered, and no other', async () => {
    const requestId = `${randomUUID()}/'odd' ~`;
    expect(await history.ofRequest(requestId, page)).toBeUndefined();
    await history.accept(requestId, { now: at(0), expiresAt: at(7 * DAY) });
    expect(await history.ofRequest(requestId, page)).toEqual({ keys: [] });
  });
  it('has the newest first, over days, page by page, and nothing before its beginning', async () => {
    const userId = randomUUID();
    const hours = [-7 * 24, -100, -30, -29, -5, 0, 1];
    const outcomes = hours.map((hour) => noted({ userId, completedAt: at(hour * HOUR) }));
    for (const outcome of outcomes.toSorted(() => -1)) history.note(outcome);
    const keys = [];
    let after: string | undefined;
    do {
      const part = await history.ofUser(tenantId, userId, { ...page, top: 2, after });
      expect(part.keys.length).toBeLessThanOrEqual(2);
      keys.push(...part.keys);
      after = part.next;
    } while (after !== undefined);
    expect(keys).toEqual(
      outcomes
        .slice(1)
        .map(({ key }) => key)
        .toReversed(),
    );
  });
  it('keeps users apart, and tenants', async () => {
    const outcome = noted();
    history.note(outcome);
    expect(await history.ofUser('another', outcome.userId ?? '', page)).toEqual({ keys: [] });
    expect(await history.ofUser(tenantId, randomUUID(), page)).toEqual({ keys: [] });
  });
  it('takes a place that it has not named for the beginning', async () => {
    const outcome = noted();
    history.note(outcome);
    const found = await history.ofRequest(outcome.requestId, { ...page, after: "x' or true~" });
    expect(found?.keys).toHaveLength(1);
  });
  it('has nothing of other users and requests, whatever place the page is to begin at', async () => {
    for (let n = 0; n < 20; n++) history.note(noted());
    const own = noted();
    history.note(own);
    const row = (history: 'user' | 'request', hash: string) =>
      `${history}-${hash.repeat(32)}-0000000000000-0`;
    const places = [row('request', '0'), row('user', '0'), row('request', 'f'), row('user', 'f')];
    for (const place of [...places, 'outcome-0000000000000-0']) {
      const asked = { ...page, top: 100, after: `${at(0).toISOString().slice(0, 10)}~${place}` };
      expect((await history.ofRequest(own.requestId, asked))?.keys).toEqual([own.key]);
      expect(await history.ofUser(tenantId, own.userId ?? '', asked)).toEqual({ keys: [own.key] });
    }
  });
  it('has the outcomes of all users and requests, the newest first, page by page, each once', async () => {
    const from = at(2 * DAY);
    const asked = { now: at(3 * DAY), since: from, top: 3 };
    const outcomes = [0, 1, 2, 3, 4].map((n) => noted({ completedAt: at(2 * DAY + n * HOUR) }));
    for (const outcome of outcomes) history.note(outcome);
    history.note(noted({ completedAt: at(2 * DAY - 1) }));
    const first = await history.ofAll({}, asked);
    const second = await history.ofAll({}, { ...asked, after: first.next });
    expect(second).not.toHaveProperty('next');
    expect([...first.keys, ...second.keys]).toEqual(outcomes.map(({ key }) => key).toReversed());
  });
  it('has those of a status and a tenant alone, and goes on behind many others', async () => {
    const other = randomUUID();
    const from = 4 * DAY;
    const asked = { now: at(5 * DAY), since: at(from), top: 2 };
    const wanted = [0, 1100, 1101].map((ms) =>
      noted({ tenantId: other, status: 'failed', completedAt: at(from + ms) }),
    );
    for (const outcome of wanted) history.note(outcome);
    for (let ms = 1; ms < 1100; ms++) history.note(noted({ userId: undefined, completedAt: at(from + ms) }));
    history.note(noted({ tenantId: other, completedAt: at(from + 1102) }));
    const filter = { statuses: ['failed', 'protected'] as const, tenantId: other.toUpperCase() };
    const keys = [];
    let after: string | undefined;
    let pages = 0;
    do {
      const part = await history.ofAll(filter, { ...asked, after });
      keys.push(...part.keys);
      after = part.next;
      pages++;
    } while (after !== undefined);
    expect(keys).toEqual(wanted.map(({ key }) => key).toReversed());
    expect(pages).toBe(2);
  });
  it('notes many at once', async () => {
    const userId = randomUUID();
    for (let n = 0; n < 150; n++) history.note(noted({ userId, completedAt: at(n) }));
    await history.write();
    expect((await history.ofUser(tenantId, userId, { ...page, top: 200 })).keys).toHaveLength(150);
  });
  it('forgets what has expired', async () => {
    const outcome = noted({ expiresAt: at(HOUR) });
    history.note(outcome);
    await history.write();
    await side.ledger.sweep(at(4 * HOUR));
    expect(await history.ofRequest(outcome.requestId, page)).toBeUndefined();
  });
});
