import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bulkhead } from '../../shared/app/bulkhead';
import type { Dependencies } from '../../shared/app/dependencies';
import { processMessage } from '../../shared/app/process-message';
import { STALLED_AFTER_MS } from '../../shared/app/tenant-in-hand';
import type { RevocationAnswer } from '../../shared/core/revocation';
import { aMessage, copyOf } from '../support/app';
import { TENANT_ID } from '../support/builders';
import { answering, appWithSharePoint, failing } from '../support/two-methods';

/** Calls of SharePoint that the adapter has under way at a time. */
const MAX_UNDER_WAY = 8;

/** So many copies whose second call of SharePoint hangs, in a tenant whose Graph answers and whose SharePoint just did. */
async function secondCallsHang(count: number) {
  const side = appWithSharePoint(() => Promise.resolve(failing('unavailable')));
  const admit = bulkhead(side.clock);
  const dependencies: Dependencies = { ...side.dependencies, bulkhead: admit };
  const before = await admit(`${TENANT_ID} methods`);
  if (before.kind === 'admitted') {
    before.answered();
    before.leave();
  }
  for (let n = 0; n < count; n++)
    await processMessage(
      dependencies,
      aMessage({ user: 'avery@contoso.com' }, {}, { messageId: `m-${String(n)}` }),
    );
  const answers: ((answer: RevocationAnswer) => void)[] = [];
  const hanging = answering(
    dependencies,
    () => new Promise<RevocationAnswer>((resolve) => void answers.push(resolve)),
  );
  const copies = side.requestQueue.scheduled.slice(0, count);
  const tries = copies.map((copy) => processMessage(hanging, copyOf(copy)));
  while (answers.length < count) await new Promise(setImmediate);
  const end = async (): Promise<void> => {
    for (const answer of answers) answer(failing('unavailable'));
    await Promise.all(tries);
  };
  return { ...side, dependencies, end };
}

describe('while the second calls of SharePoint hang and Graph answers', () => {
  it.each([1, 2, MAX_UNDER_WAY])(
    'a new alert is admitted at once and signs out: %i under way',
    async (count) => {
      const { dependencies, clock, tenant, end } = await secondCallsHang(count);
      const before = tenant.revoked.length;
      clock.advance(STALLED_AFTER_MS * 3);
      const message = aMessage({ user: 'blake@contoso.com' }, {}, { messageId: 'new' });
      const { published, retry } = await processMessage(dependencies, message);
      expect(published.map(({ outcome }) => outcome.status)).toEqual(['signOutPending']);
      expect(retry?.reason).toBe('methodPending');
      expect(tenant.revoked.length).toBe(before + 1);
      await end();
      // What has ended leaves the tenant in order.
      const next = aMessage({ user: 'blake@contoso.com' }, {}, { messageId: 'next' });
      expect((await processMessage(dependencies, next)).published).toHaveLength(1);
    },
  );
  it('whatever the time at which it comes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: MAX_UNDER_WAY }),
        fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 4 }),
        async (count, pauses) => {
          const { dependencies, clock, end } = await secondCallsHang(count);
          for (const [n, ms] of pauses.entries()) {
            clock.advance(ms);
            const message = aMessage({ user: 'blake@contoso.com' }, {}, { messageId: `new-${String(n)}` });
            expect((await processMessage(dependencies, message)).published).toHaveLength(1);
          }
          await end();
        },
      ),
      { numRuns: 30 },
    ));
});

describe('a recorded outcome', () => {
  it('proves nothing about a tenant that was not asked', async () => {
    const side = appWithSharePoint(4);
    let proofs = 0;
    const dependencies: Dependencies = {
      ...side.dependencies,
      bulkhead: () =>
        Promise.resolve({ kind: 'admitted', answered: () => void proofs++, leave: () => undefined }),
    };
    const message = aMessage({ user: 'avery@contoso.com' });
    await processMessage(dependencies, message);
    expect(proofs).toBe(1);
    await processMessage(dependencies, message);
    expect(proofs).toBe(1);
  });
});
