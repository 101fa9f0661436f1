import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import type { Revoker } from '../../shared/ports/revoker';
import { aMessage, appOfTwins, copyOf } from '../support/app';
import { answering, appWithSharePoint, failing } from '../support/two-methods';

// A call that waits (for its turn, its token, a pause, a second attempt) while a stop is set, in a process that has nothing else to do.

const stopped = { state: 'stopped', by: 'lead@contoso.com', reason: 'The SIEM is wrong.' } as const;
const body = { user: 'avery@contoso.com', alert: { id: 'a-1' } };

/** A backend that is called after a wait, in which all revocations are stopped; `called`: whether it was. */
function waiting({ clock, switchStore }: Pick<ReturnType<typeof appOfTwins>, 'clock' | 'switchStore'>) {
  const called: string[] = [];
  const revoke: Revoker['revoke'] = async (user, { mayCall }) => {
    await switchStore.set(stopped);
    for (let second = 0; second < 8; second++) {
      clock.advance(1000);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
    if (!mayCall()) {
      const failure = { kind: 'leaseEnded', detail: { code: 'leaseEnded', values: {} } } as const;
      return { kind: 'failed', failure, attempts: 0, requestIds: [] };
    }
    called.push(user.id);
    return { kind: 'accepted', acceptedAt: clock.now(), attempts: 1, requestIds: [] };
  };
  return { revoke, called };
}

describe('a stop while the only call of the process waits', () => {
  it('is seen before the call is made', async () => {
    const app = appOfTwins();
    const { revoke, called } = waiting(app);
    const dependencies = { ...app.dependencies, revokers: { graph: { pausedForMs: () => 0, revoke } } };
    const { retry } = await processMessage(dependencies, aMessage(body));
    expect(called).toEqual([]);
    expect(retry?.reason).toBe('claimed');
  });
  it('is seen before another method is called, which its outcome does not wait for', async () => {
    const side = appWithSharePoint(4);
    const { revoke, called } = waiting(side);
    await processMessage(answering(side.dependencies, revoke), aMessage(body));
    for (let turn = 0; turn < 2000; turn++) await Promise.resolve();
    expect(called).toEqual([]);
    expect(side.outcomes()).toMatchObject([{ data: { status: 'signOutPending' } }]);
  });
  it('is seen before a pending method is called again', async () => {
    const side = appWithSharePoint(() => Promise.resolve(failing('unavailable')));
    await processMessage(side.dependencies, aMessage(body));
    const [copy] = side.requestQueue.scheduled;
    if (!copy) throw new Error('Nothing is scheduled.');
    side.clock.advance(60_000);
    const { revoke, called } = waiting(side);
    await processMessage(answering(side.dependencies, revoke), copyOf(copy));
    expect(called).toEqual([]);
  });
});
