import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, resultOfBytes } from '../support/app';
import { faultyApp } from '../support/faulty-app';

const HOUR = 3_600_000;
const EIGHT_HOURS = '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"08:00:00"}}';
const request = () => aMessage({ id: 'r-1', user: 'avery@contoso.com' });

type Side = ReturnType<typeof appOfTwins>;
const dataOf = ({ resultsTopic }: Side) => resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
const lifeOf = ({ effectiveNoLaterThan = '', revokedAt = '' }): number =>
  Date.parse(effectiveNoLaterThan) - Date.parse(revokedAt);

describe('the outcome of a revocation', () => {
  it('states the longest life that the policies of the tenant allow', async () => {
    const side = appOfTwins();
    side.tokenLifetimes.definitions.push(EIGHT_HOURS);
    await side.tokenLifetimes.refresh();
    await processMessage(side.dependencies, request());
    const [data] = dataOf(side);
    expect(data).toMatchObject({ status: 'signOutPending', bound: 'policy' });
    expect(data && lifeOf(data)).toBe(8 * HOUR);
    expect(data?.message).toBe('It can take up to an hour to sign out avery@contoso.com from all devices.');
  });
  it('does not wait for policies that do not come, and says that they were not read', async () => {
    const side = appOfTwins();
    let readings = 0;
    const tokenLifetimes = {
      ...side.tokenLifetimes,
      refresh: () => {
        readings++;
        return new Promise<void>(() => undefined);
      },
    };
    await processMessage({ ...side.dependencies, tokenLifetimes }, request());
    const [data] = dataOf(side);
    expect(readings).toBe(1);
    expect(data).toMatchObject({ status: 'signOutPending', bound: 'unknown' });
    expect(data && lifeOf(data)).toBe(1.5 * HOUR);
    expect(data?.detail).toMatch(/^Not every token lifetime policy of the tenant could be read:/);
  });
  it('counts from the time of the directory where an interrupted try has made it', async () => {
    const side = appOfTwins();
    const { dependencies, clock, tokenLifetimes } = side;
    const revokedAt = clock.now().toISOString();
    const dying = faultyApp(dependencies, (_n, effect) => (effect === 'revoke' ? 'deathAfter' : undefined));
    await expect(processMessage(dying.app, request())).rejects.toThrow();
    tokenLifetimes.definitions.push(EIGHT_HOURS);
    clock.advance(HOUR);
    await tokenLifetimes.refresh();
    await processMessage(dependencies, request());
    const [data] = dataOf(side);
    expect(data).toMatchObject({ status: 'signOutPending', revokedAt, bound: 'policy' });
    expect(data && lifeOf(data)).toBe(8 * HOUR);
    expect(data?.detail).toMatch(/^An earlier try was interrupted .* have no bound;/);
  });
  it('stays as it was recorded, also by a version that stated no bound', async () => {
    const side = appOfTwins();
    const { ledger } = side.dependencies;
    const body = new TextEncoder().encode('{"data":{"status":"signOutPending","methods":[]}}');
    const record: typeof ledger.outcomes.record = (lease, entry) =>
      ledger.outcomes.record(lease, { ...entry, message: { ...entry.message, body } });
    const before = { ...side.dependencies, ledger: { ...ledger, outcomes: { ...ledger.outcomes, record } } };
    await processMessage(before, request());
    await processMessage(side.dependencies, request());
    expect(side.resultsTopic.published.at(-1)?.body).toEqual(body);
    expect(side.tenant.revoked).toHaveLength(1);
  });
});
