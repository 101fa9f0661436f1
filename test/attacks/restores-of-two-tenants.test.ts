import { describe, expect, it } from '@jest/globals';
import { findContainments } from '../../shared/app/find-containments';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import { OTHER_TENANT_ID } from '../support/builders';
import type { ContainingApp } from '../support/contained';
import { aContainment, contained, restoreAs } from '../support/contained';

const ROBIN = '1b2c3d4e-0000-4000-8000-000000000001';

/** A sender that speaks for two tenants has used one id in both: numbers of incidents meet. */
async function ofTwoTenants(): Promise<ContainingApp> {
  const app = await contained();
  await app.dependencies.ledger.containments.begin(
    aContainment({
      outcomeId: storedId<OutcomeId>('contained-2'),
      tenantId: OTHER_TENANT_ID,
      user: { reference: { kind: 'id', id: ROBIN }, id: ROBIN },
    }),
  );
  return app;
}

describe('a restore of an id that requests in two tenants have', () => {
  it('brings back nobody in either', async () => {
    const app = await ofTwoTenants();
    expect(await restoreAs(app, 'lead')).toMatchObject({ kind: 'problem', code: 'notPossible' });
    await app.send({ restore: 'inc-1', by: 'lead@contoso.com' });
    expect(app.last()).toMatchObject({ status: 'rejected' });
    expect(app.last()?.issues?.[0]?.message).toContain('several tenants');
    expect(app.things.broughtBack()).toEqual([]);
  });
  it('is of one of them when it names the user', async () => {
    const { dependencies } = await ofTwoTenants();
    expect(await findContainments(dependencies, { requestId: 'inc-1', user: ROBIN })).toMatchObject({
      kind: 'found',
      containments: [{ tenantId: OTHER_TENANT_ID }],
    });
  });
});
