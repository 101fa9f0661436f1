import { describe, expect, it } from '@jest/globals';
import { bulkhead } from '../../shared/app/bulkhead';
import { processMessage } from '../../shared/app/process-message';
import { PROBE_MS } from '../../shared/app/tenant-in-hand';
import type { Connection } from '../../shared/core/connection';
import { aMessage } from '../support/app';
import { OTHER_TENANT_ID, TENANT_ID } from '../support/builders';
import { connectedApp } from '../support/connected-app';

const connection: Connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['webhook:northwind'] };
const robin = { id: '1b2c3d4e-0000-4000-8000-000000000001', userPrincipalName: 'robin@northwind.example' };

describe('messages of a quiet tenant at once', () => {
  it.each([2, 8, 16])('are all done at once: %i', async (count) => {
    const users = Array.from({ length: count }, (_, n) => ({
      id: `1b2c3d4e-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`,
      userPrincipalName: `user${String(n)}@northwind.example`,
    }));
    const { dependencies, clock, requestQueue } = connectedApp([{ connection, users }]);
    const sleep = (): Promise<void> => new Promise(() => undefined);
    const app = { ...dependencies, bulkhead: bulkhead({ ...clock, sleep }) };
    const all = await Promise.all(
      users.map(({ userPrincipalName: user }, n) => {
        const message = aMessage({ user }, {}, { messageId: `m-${String(n)}` });
        const history = { ...message.history, receivedBy: 'webhook:northwind' } as const;
        return processMessage(app, { ...message, history });
      }),
    );
    expect(all.flatMap(({ published }) => published.map(({ outcome }) => outcome.status))).toEqual(
      users.map(() => 'signOutPending'),
    );
    expect(requestQueue.scheduled).toEqual([]);
  });
});

describe('a request for a tenant that does not answer', () => {
  it.each([
    ['connected', 'webhook:northwind', robin.userPrincipalName, OTHER_TENANT_ID],
    ['home', 'queue', 'avery@contoso.com', TENANT_ID],
  ] as const)(
    'is scheduled in the %s tenant, and nothing is asked',
    async (_, receivedBy, user, tenantId) => {
      const app = connectedApp([{ connection, users: [robin] }]);
      const admit = bulkhead(app.clock);
      await admit(tenantId);
      app.clock.advance(PROBE_MS);
      const message = aMessage({ user });
      const { published } = await processMessage(
        { ...app.dependencies, bulkhead: admit },
        { ...message, history: { ...message.history, receivedBy } },
      );
      expect([published, app.tenant.revoked, app.tenants.get(OTHER_TENANT_ID)?.revoked]).toEqual([
        [],
        [],
        [],
      ]);
      expect(app.requestQueue.scheduled.map(({ at }) => at.getTime() - app.clock.now().getTime())).toEqual([
        2000,
      ]);
    },
  );
  it('is done all the same when it would be too old by then', async () => {
    const app = connectedApp([{ connection, users: [robin] }], { maxRequestAgeMs: 2500 });
    const admit = bulkhead(app.clock);
    await admit(TENANT_ID);
    app.clock.advance(PROBE_MS);
    const { published } = await processMessage(
      { ...app.dependencies, bulkhead: admit },
      aMessage({ user: 'avery@contoso.com' }),
    );
    expect(published.map(({ outcome }) => outcome.status)).toEqual(['signOutPending']);
  });
});
