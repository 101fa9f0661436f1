import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { READ_AGAIN_MS, emergencySwitch } from '../../shared/app/emergency-switch';
import { processMessage } from '../../shared/app/process-message';
import type { SwitchStore } from '../../shared/ports/switch-store';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, appOfTwins, copyOf, members, resultOfBytes } from '../support/app';
import { OTHER_TENANT_ID } from '../support/builders';
import {
  approve,
  confirmationOf,
  confirmedRequest,
  conversationWithTwins,
} from '../support/conversation-with-twins';
import { connectedApp } from '../support/connected-app';
import { answering, appWithSharePoint, failing } from '../support/two-methods';

const [avery] = members.map(({ id }) => id);
const stopped = { state: 'stopped', by: 'lead@contoso.com', reason: 'The SIEM is wrong.' } as const;
const running = { state: 'running', by: 'lead@contoso.com', reason: 'It is corrected.' } as const;

/** The same app, in a process that has not read its switch yet. */
function restarted(app: Dependencies, store: Pick<SwitchStore, 'read'>): Dependencies {
  return { ...app, emergencySwitch: emergencySwitch(store, app.clock) };
}

/** A process with users, in whose calls of Graph something happens. */
function appWith(count: number, atCall: (n: number) => unknown) {
  const app = appOfTwins();
  const users = Array.from(
    { length: count },
    (_, n) => `0a1b8f6e-3c52-4f0e-8a41-${String(n).padStart(12, '0')}`,
  );
  const revoked: string[] = [];
  const dependencies: Dependencies = {
    ...app.dependencies,
    directory: {
      ...app.dependencies.directory,
      find: (reference) =>
        Promise.resolve(
          reference.kind === 'id'
            ? {
                kind: 'found',
                user: { id: reference.id, userType: 'Member', signInTypes: ['userPrincipalName'] },
              }
            : { kind: 'notFound' },
        ),
    },
    revokers: {
      graph: {
        pausedForMs: () => 0,
        revoke: async (user, { mayCall }) => {
          await atCall(revoked.length);
          if (!mayCall()) {
            const failure = { kind: 'leaseEnded', detail: { code: 'leaseEnded', values: {} } } as const;
            return { kind: 'failed', failure, attempts: 0, requestIds: [] };
          }
          revoked.push(user.id);
          return {
            kind: 'accepted',
            acceptedAt: app.clock.now(),
            attempts: 1,
            requestIds: [],
          };
        },
      },
    },
  };
  return { ...app, dependencies, users, revoked };
}

describe('after session-revoker stop', () => {
  it('a request ends notEnabled, nobody is looked up, and the next one after resume is carried out', async () => {
    const app = conversationWithTwins();
    await app.switchStore.set(stopped);
    await app.send({ user: 'avery@contoso.com' });
    expect(app.last()).toMatchObject({
      status: 'notEnabled',
      detail:
        'All revocations were stopped at 2026-11-23T10:00:00.000Z by lead@contoso.com: The SIEM is wrong.',
    });
    await app.switchStore.set(running);
    app.clock.advance(READ_AGAIN_MS + 1);
    await app.send({ user: 'avery@contoso.com' });
    expect(app.statuses()).toEqual(['notEnabled', 'signOutPending']);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('an approved request ends notEnabled, and its decision is finished', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, confirmedRequest);
    await app.switchStore.set(stopped);
    app.clock.advance(READ_AGAIN_MS + 1);
    await app.send(approve(confirmation));
    expect(app.statuses()).toEqual(['awaitingConfirmation', 'notEnabled']);
    expect(app.tenant.revoked).toEqual([]);
    expect((await app.dependencies.ledger.approvals.find(confirmation))?.isFinished).toBe(true);
  });
  it('a user of any connected tenant ends notEnabled', async () => {
    const connection = { tenantId: OTHER_TENANT_ID, policy: {}, sources: ['queue'] as const };
    const app = connectedApp([{ connection, users: members }]);
    await app.switchStore.set(stopped);
    await processMessage(
      app.dependencies,
      aMessage({ user: 'avery@contoso.com', tenantId: OTHER_TENANT_ID }),
    );
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['notEnabled']);
    expect(app.tenants.get(OTHER_TENANT_ID)?.revoked).toEqual([]);
  });
  it('a revocation that was made before is reported, and not denied', async () => {
    const app = appOfTwins();
    const { graph } = app.dependencies.revokers;
    const dying: Dependencies = {
      ...app.dependencies,
      revokers: {
        graph: {
          ...graph,
          revoke: async (...args) => {
            await graph.revoke(...args);
            throw new Error('The process dies.');
          },
        },
      },
    };
    const message = aMessage({ user: 'avery@contoso.com' });
    await expect(processMessage(dying, message)).rejects.toThrow('dies');
    await app.switchStore.set(stopped);
    app.clock.advance(60_000);
    await processMessage(restarted(app.dependencies, app.switchStore), message);
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['signOutPending']);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('a method that is pending in an outcome is not called again, and its event says why', async () => {
    const side = appWithSharePoint(() => Promise.resolve(failing('unavailable')));
    await processMessage(side.dependencies, aMessage({ user: 'avery@contoso.com', alert: { id: 'a-1' } }));
    await side.switchStore.set(stopped);
    side.clock.advance(60_000);
    const [copy] = side.requestQueue.scheduled;
    if (!copy) throw new Error('Nothing is scheduled.');
    const never = answering(side.dependencies, () => {
      throw new Error('SharePoint was called.');
    });
    await processMessage(never, copyOf(copy));
    expect(side.methodEvents()).toMatchObject([
      {
        data: {
          method: { status: 'notEnabled', detail: expect.stringMatching(/^All revocations were stopped/) },
        },
      },
    ]);
  });
});

describe('a stop in the middle of a request', () => {
  it('of 1,000 users ends it within the seconds that the switch is remembered', async () => {
    const { dependencies, clock, switchStore, users, revoked, resultsTopic } = appWith(1000, async (n) => {
      clock.advance(20);
      if (n >= 100 && (await switchStore.read()).kind === 'unset') await switchStore.set(stopped);
    });
    await processMessage(dependencies, aMessage({ users }));
    // Of calls that take 20 ms each, 250 are made until the switch is read again.
    expect(revoked.length).toBeGreaterThan(100);
    expect(revoked.length).toBeLessThan(100 + READ_AGAIN_MS / 20 + 20);
    const ended = new Map<string, number>();
    for (const { subject } of resultsTopic.published) ended.set(subject, (ended.get(subject) ?? 0) + 1);
    expect(Object.fromEntries(ended)).toEqual({
      signOutPending: revoked.length,
      notEnabled: 1000 - revoked.length,
    });
  });
  it('that another message has seen ends a call that waits for its turn: the request is tried again', async () => {
    const app = appWith(1, async () => {
      await app.switchStore.set(stopped);
      app.clock.advance(READ_AGAIN_MS + 1);
      await app.dependencies.emergencySwitch.lastChange();
    });
    const processed = await processMessage(app.dependencies, aMessage({ users: app.users }));
    expect(app.revoked).toEqual([]);
    expect(processed.retry?.reason).toBe('claimed');
    const [copy] = app.requestQueue.scheduled;
    if (copy) await processMessage(app.dependencies, copyOf(copy));
    expect(app.resultsTopic.published.map(({ subject }) => subject)).toEqual(['notEnabled']);
  });
});

describe('a switch that cannot be read', () => {
  const unreadable = { read: () => Promise.reject(new Unavailable('ledger', undefined)) };
  it('has the requests of a process that never read it wait, as for a ledger that is unavailable', async () => {
    const app = appOfTwins();
    const { retry, published } = await processMessage(
      restarted(app.dependencies, unreadable),
      aMessage({ user: 'avery@contoso.com' }),
    );
    expect([retry?.reason, published]).toEqual(['switchUnavailable', []]);
    expect(app.tenant.revoked).toEqual([]);
    const [copy] = app.requestQueue.scheduled;
    app.clock.advance(60_000);
    if (copy) await processMessage(app.dependencies, copyOf(copy));
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it.each([
    [running, 'signOutPending'],
    [stopped, 'notEnabled'],
  ] as const)('says for a minute what it said: %j leads to %s', async (setting, status) => {
    const app = appOfTwins();
    await app.switchStore.set(setting);
    let isReadable = true;
    const read = () => (isReadable ? app.switchStore.read() : unreadable.read());
    const process = restarted(app.dependencies, { read });
    await process.emergencySwitch.lastChange();
    isReadable = false;
    app.clock.advance(59_000);
    await processMessage(process, aMessage({ user: 'avery@contoso.com' }));
    app.clock.advance(2_000);
    const late = aMessage({ user: 'blake@contoso.com' }, {}, { messageId: 'message-2' });
    expect((await processMessage(process, late)).retry?.reason).toBe('switchUnavailable');
    const results = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(results.map((result) => result.status)).toEqual([status]);
  });
});
