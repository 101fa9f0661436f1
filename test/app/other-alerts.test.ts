import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { isOtherAlertOn } from '../../shared/app/other-alerts';
import { userRevocationKey } from '../../shared/core/ids';
import { resultMessage, summaryOf } from '../../shared/messages/result-message';
import { appOfTwins } from '../support/app';
import { aContainment } from '../support/contained';
import { outcomeOf } from '../support/outcomes';

const KEY = userRevocationKey('t', 'u');
const STARTED_AT = '2026-11-23T10:00:00.000Z';

/** Outcomes of one user, the newest first: the incident of each, and how long after the containment it came, in ms. */
type Known = readonly { readonly incidentId?: string; readonly afterMs?: number }[];

/** Whether something else than incident 29 has asked, where the ledger has these outcomes. */
function isOther(known: Known): Promise<boolean> {
  const { dependencies } = appOfTwins();
  const { ledger } = dependencies;
  const atMs = ({ afterMs = 0 }: Known[number]): number => Date.parse(STARTED_AT) + afterMs;
  const ofUser: typeof ledger.history.ofUser = (_tenantId, _userId, { since, after = '0', top }) => {
    const all = known.flatMap((one, n) => (atMs(one) >= since.getTime() ? [String(n)] : []));
    const end = Number(after) + top;
    const keys = all.slice(Number(after), end).map((row) => ({ ...KEY, row }));
    return Promise.resolve({ keys, ...(end < all.length && { next: String(end) }) });
  };
  const read: typeof ledger.outcomes.read = ({ row }) => {
    const one = known[Number(row)];
    const alert = { incidentId: one?.incidentId ?? '29' };
    const outcome = { ...outcomeOf('signedOut'), alert };
    return Promise.resolve({ message: resultMessage(outcome, 'en'), summary: summaryOf(outcome, 'en') });
  };
  const { history, outcomes } = ledger;
  const app: Pick<Dependencies, 'ledger' | 'clock'> = {
    ...dependencies,
    ledger: { ...ledger, history: { ...history, ofUser }, outcomes: { ...outcomes, read } },
  };
  const containment = aContainment({ startedAt: STARTED_AT });
  const incident = { system: 'defenderXdr', id: '29' } as const;
  return isOtherAlertOn(app, containment, { incident, changedAt: new Date('2026-12-01T10:00:00.000Z') });
}

const same = (count: number): Known => Array.from({ length: count }, () => ({}));

describe('whether something else than an incident has asked about a user', () => {
  it('is looked for on every page of outcomes', async () => {
    expect(await isOther(same(199))).toBe(false);
    expect(await isOther([...same(199), { incidentId: '30' }])).toBe(true);
  });
  it('is taken for true where there are more outcomes than are read', async () =>
    expect(await isOther(same(201))).toBe(true));
  it.each([
    ['a clock that is behind may have written it', -5000, true],
    ['it came before the containment', -5001, false],
  ])('where %s', async (_what, afterMs, is) =>
    expect(await isOther([{ incidentId: '30', afterMs }])).toBe(is),
  );
});
