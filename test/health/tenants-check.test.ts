import { describe, expect, it } from '@jest/globals';
import type { CheckedTenants } from '../../shared/health/tenants-check';
import { tenantsChecks } from '../../shared/health/tenants-check';
import type { CheckResult } from '../../shared/ports/health-check';
import { Unavailable } from '../../shared/ports/unavailable';
import { OTHER_TENANT_ID } from '../support/builders';

const northwind = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['queue'] };

function checked(changes: Partial<CheckedTenants> = {}, missing: readonly string[] = []) {
  const list = () => Promise.resolve({ connections: [northwind], problems: new Map() });
  const tenants = { withoutConsent: () => missing };
  const checks = tenantsChecks({ where: 'table', list, tenants, ...changes });
  return Promise.all(checks.map((check): Promise<CheckResult> => check.run()));
}
const holding = (problems: ReadonlyMap<string, readonly string[]>): Partial<CheckedTenants> => ({
  list: () => Promise.resolve({ connections: [northwind], problems }),
});

describe('the check of connections', () => {
  it('is left out of an app with the home tenant alone', async () =>
    expect(await checked({ where: 'none' })).toEqual([]));
  it('counts the connected tenants', async () =>
    expect(await checked()).toEqual([{ status: 'ok', detail: '1 tenant is connected.' }]));
  it('warns of a row that cannot be used, by its key and problem, and does not fail for it', async () =>
    expect(await checked(holding(new Map([['x', ['is not JSON']]])))).toEqual([
      {
        status: 'warning',
        detail: '1 tenant is connected. Rows that cannot be used: x (is not JSON).',
        remedy: 'Connect these tenants again, or disconnect them.',
      },
    ]));
  it('names a few of many rows', async () => {
    const many = new Map(Array.from({ length: 8 }, (_, n) => [`row-${String(n)}`, ['is not JSON']]));
    expect((await checked(holding(many)))[0]?.detail).toMatch(/row-4 \(is not JSON\), 3 more\.$/);
  });
  it('warns of connected tenants that gave no consent when they were asked, and of no others', async () =>
    expect(await checked({}, [OTHER_TENANT_ID, 'disconnected'])).toEqual([
      {
        status: 'warning',
        detail: `1 tenant is connected. Without consent: ${OTHER_TENANT_ID}.`,
        remedy: expect.stringMatching(/^Send the administrators the link/),
      },
    ]));
  it('fails when the connections cannot be read, since no message is carried out then', async () =>
    expect(
      await checked({ list: () => Promise.reject(new Unavailable('ledger', new Error('Away.'))) }),
    ).toEqual([expect.objectContaining({ status: 'failed' })]));
});
