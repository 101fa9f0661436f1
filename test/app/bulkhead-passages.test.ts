import { describe, expect, it } from '@jest/globals';
import type { Bulkhead } from '../../shared/app/bulkhead';
import type { Dependencies } from '../../shared/app/dependencies';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import type { Directory } from '../../shared/ports/directory';
import type { Revoker } from '../../shared/ports/revoker';
import { aDeadLetter, aMessage, copyOf } from '../support/app';
import { TENANT_ID } from '../support/builders';
import { answering, appWithSharePoint, failing } from '../support/two-methods';

const full: Bulkhead = () => Promise.resolve({ kind: 'full', retryAfterMs: 2000 });

/** The app of twins whose tenant must not be called outside a bulkhead, and what passed it. */
function watchedApp() {
  const side = appWithSharePoint(() => Promise.resolve(failing('unavailable')));
  const { directory, revokers } = side.dependencies;
  let inHand = 0;
  const passed: string[] = [];
  let proofs = 0;
  const inside = (): void => {
    if (inHand !== 1) throw new Error(`The tenant was called with ${String(inHand)} passages.`);
  };
  const bulkhead: Bulkhead = (tenantId) => {
    passed.push(tenantId);
    inHand++;
    return Promise.resolve({ kind: 'admitted', answered: () => void proofs++, leave: () => void inHand-- });
  };
  const watchedDirectory: Directory = {
    ...directory,
    find: (...args) => (inside(), directory.find(...args)),
    memberships: (...args) => (inside(), directory.memberships(...args)),
    sessionsValidFrom: (...args) => (inside(), directory.sessionsValidFrom(...args)),
    deletedAt: (...args) => (inside(), directory.deletedAt(...args)),
  };
  const watched = (revoker: Revoker): Revoker => ({
    ...revoker,
    revoke: (...args) => (inside(), revoker.revoke(...args)),
  });
  const { graph, sharePoint = graph } = revokers;
  const dependencies: Dependencies = {
    ...side.dependencies,
    bulkhead,
    directory: watchedDirectory,
    revokers: { graph: watched(graph), sharePoint: watched(sharePoint) },
  };
  const confirmationOf = async (): Promise<string | undefined> => {
    await processMessage(dependencies, aMessage({ user: 'avery@contoso.com', confirm: true }));
    return side.outcomes()[0]?.data.confirmation?.id;
  };
  return { ...side, dependencies, passed, confirmationOf, proofs: () => proofs };
}

const decisionOn = (confirmation: string | undefined, decision = 'approve') =>
  aMessage({ confirmation, decision, by: 'lead@contoso.com' }, {}, { messageId: `message-${decision}` });

describe('whatever calls a tenant passes its bulkhead once', () => {
  it('a request, and the second look at a user whom the directory does not know', async () => {
    const { dependencies, passed, outcomes } = watchedApp();
    await processMessage(
      dependencies,
      aMessage({ users: ['avery@contoso.com', 'x1@contoso.com', 'x2@contoso.com'] }),
    );
    expect(outcomes().map(({ subject }) => subject)).toEqual([
      'signOutPending',
      'userNotFound',
      'userNotFound',
    ]);
    expect(passed).toEqual([TENANT_ID, TENANT_ID]);
  });
  it.each(['approve', 'decline'])('a decision to %s', async (decision) => {
    const { dependencies, passed, confirmationOf, outcomes } = watchedApp();
    await processMessage(dependencies, decisionOn(await confirmationOf(), decision));
    expect(outcomes().map(({ subject }) => subject)).toEqual([
      'awaitingConfirmation',
      decision === 'approve' ? 'signOutPending' : 'declined',
    ]);
    // What a person has approved is urgent.
    expect(passed).toEqual([TENANT_ID, decision === 'approve' ? `${TENANT_ID} urgent` : TENANT_ID]);
  });
  it('a decision on all requests that wait', async () => {
    const { dependencies, passed, confirmationOf, requestQueue } = watchedApp();
    await confirmationOf();
    await processMessage(
      dependencies,
      aMessage(
        { request: 'message-1', decision: 'approve', by: 'lead@contoso.com' },
        {},
        { messageId: 'm-9' },
      ),
    );
    expect([passed.length, requestQueue.sent.filter(({ at }) => !at).length]).toEqual([2, 1]);
  });
  it.each(['of a request', 'of an approved request'])(
    'the second call of a method, %s, by a bulkhead of its own',
    async (which) => {
      const side = watchedApp();
      const { dependencies, passed, requestQueue, methodEvents } = side;
      const message =
        which === 'of a request'
          ? aMessage({ user: 'avery@contoso.com' })
          : decisionOn(await side.confirmationOf());
      await processMessage(dependencies, message);
      const before = passed.length;
      const copy = requestQueue.scheduled.at(-1);
      if (copy) await processMessage(dependencies, copyOf(copy));
      const lane = which === 'of a request' ? '' : ' urgent';
      expect(passed.slice(before)).toEqual([`${TENANT_ID}${lane}`, `${TENANT_ID} methods${lane}`]);
      expect(methodEvents()).toEqual([]);
    },
  );
  it('a dead letter', async () => {
    const { dependencies, passed, outcomes } = watchedApp();
    await processDeadLetter(dependencies, aDeadLetter({ user: 'avery@contoso.com' }, { reason: 'Expired' }));
    expect([outcomes()[0]?.subject, passed]).toEqual(['failed', [TENANT_ID]]);
  });
});

describe('a tenant is proven to answer', () => {
  it.each(['approve', 'decline'])('by a request, and by a decision to %s', async (decision) => {
    const { dependencies, confirmationOf, proofs } = watchedApp();
    const id = await confirmationOf();
    expect(proofs()).toBe(1);
    await processMessage(dependencies, decisionOn(id, decision));
    expect(proofs()).toBe(2);
  });
  it('not by a dead letter, for which nobody was asked', async () => {
    const { dependencies, proofs } = watchedApp();
    await processDeadLetter(dependencies, aDeadLetter({ user: 'avery@contoso.com' }, { reason: 'Expired' }));
    expect(proofs()).toBe(0);
  });
});

describe('while its tenant is full', () => {
  it('a decision is scheduled, nobody is asked, and nothing is recorded', async () => {
    const { dependencies, confirmationOf, ...side } = watchedApp();
    const id = await confirmationOf();
    const never = answering(dependencies, () => Promise.reject(new Error('SharePoint was called.')));
    const { retry } = await processMessage({ ...never, bulkhead: full }, decisionOn(id));
    expect(retry?.reason).toBe('tenantBusy');
    expect(side.tenant.revoked).toEqual([]);
    const copy = side.requestQueue.scheduled.at(-1);
    if (copy) await processMessage(dependencies, copyOf(copy));
    expect(side.tenant.revoked).toHaveLength(1);
  });
  it.each(['methods', 'tenant'])('the second call of a method is scheduled: the %s', async (which) => {
    const { dependencies, requestQueue, outcomes } = watchedApp();
    await processMessage(dependencies, aMessage({ user: 'avery@contoso.com' }));
    const never = answering(dependencies, () => Promise.reject(new Error('SharePoint was called.')));
    const bulkhead: Bulkhead = (name) =>
      name.endsWith('methods') === (which === 'methods') ? full(name) : dependencies.bulkhead(name);
    const copy = requestQueue.scheduled.at(-1);
    if (!copy) throw new Error('Nothing is scheduled.');
    const { published, retry } = await processMessage({ ...never, bulkhead }, copyOf(copy));
    expect([published.length, retry?.reason]).toEqual([which === 'methods' ? 1 : 0, 'tenantBusy']);
    expect([requestQueue.scheduled.length, outcomes().length]).toEqual([2, 1]);
  });
  it('a dead letter is left for the next run, however old it is', async () => {
    const { dependencies, clock, outcomes } = watchedApp();
    clock.advance(48 * 3_600_000);
    const letter = aDeadLetter({ user: 'avery@contoso.com' }, { reason: 'Expired' });
    const { published, retry } = await processDeadLetter({ ...dependencies, bulkhead: full }, letter);
    expect([published, retry?.reason, outcomes()]).toEqual([[], 'tenantBusy', []]);
  });
});
