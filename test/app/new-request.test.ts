import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import { processMessage } from '../../shared/app/process-message';
import type { OutcomeId } from '../../shared/core/ids';
import { textDetail } from '../../shared/core/detail';
import { storedId } from '../../shared/core/ids';
import type { Policy } from '../../shared/core/policy';
import { aMessage, appOfTwins, members, resultOfBytes } from '../support/app';
import { aPolicy } from '../support/builders';
import { Died, faultyApp } from '../support/faulty-app';

const avery = members[0]?.id ?? '';
const blake = members[1]?.id ?? '';
const request = { user: 'avery@contoso.com' };
const GROUP = '5e2d1c0b-7a69-4858-9b3a-1c2d3e4f5b01';
const protecting = { protected: { users: [], groups: [GROUP], roles: [] } };
const brake = { users: 5, windowMs: 3_600_000, repeats: 3 };

/** The effects of a message, in the order in which they begin. */
async function effectsOf(
  message: IncomingMessage,
  policy: Partial<Policy> = {},
  changed: (dependencies: Dependencies) => Dependencies = (same) => same,
) {
  const side = appOfTwins(policy);
  const effects: string[] = [];
  const { app } = faultyApp(changed(side.dependencies), (_n, effect) => void effects.push(effect));
  await processMessage(app, message);
  return { ...side, effects };
}

const published = ({ resultsTopic }: Pick<ReturnType<typeof appOfTwins>, 'resultsTopic'>) =>
  resultsTopic.published.map(({ body }) => resultOfBytes(body).data);

describe('a request that the ledger does not know', () => {
  it('is entered with its lease and its intent by one write, after the look-up and before the call', async () => {
    const { effects } = await effectsOf(aMessage(request));
    expect(effects).toEqual([
      'find user',
      'begin request',
      'acquire user revocation',
      'revoke',
      'read back',
      'record user revocation',
      'record outcome',
      'publish',
      'mark outcome',
    ]);
  });
  it('has two more writes with an alert', async () => {
    const { effects } = await effectsOf(aMessage({ ...request, alert: { id: 'a-1' } }));
    expect(effects).toEqual([
      'find user',
      'begin request',
      'acquire revocation',
      'acquire user revocation',
      'revoke',
      'read back',
      'record user revocation',
      'record revocation',
      'record outcome',
      'publish',
      'mark outcome',
    ]);
  });
  it.each<[string, unknown, Partial<Policy>, string]>([
    ['denied as a whole', request, { revocationEnabled: false }, 'notEnabled'],
    ['a guest', { user: 'guest@contoso.com' }, {}, 'notApplicable'],
    [
      'protected',
      request,
      { protected: { users: ['avery@contoso.com'], groups: [], roles: [] } },
      'protected',
    ],
    ['previewed', { ...request, whatIf: true }, { brake }, 'whatIf'],
  ])(
    'leaves no intent and no other entry than its outcome when it is %s',
    async (_why, body, policy, status) => {
      const side = appOfTwins(policy);
      const intents: unknown[] = [];
      const { requests } = side.dependencies.ledger;
      const begin: typeof requests.begin = (key, digest, terms) => {
        intents.push(terms.intent);
        return requests.begin(key, digest, terms);
      };
      const ledger = { ...side.dependencies.ledger, requests: { ...requests, begin } };
      const effects: string[] = [];
      const { app } = faultyApp({ ...side.dependencies, ledger }, (_n, effect) => void effects.push(effect));
      await processMessage(app, aMessage(body));
      expect(published(side)).toMatchObject([{ status }]);
      expect(intents).toEqual([undefined]);
      const writes = effects.filter((effect) => !/^(?:find|memberships|read|publish)/.test(effect));
      expect(writes).toEqual(['begin request', 'record outcome', 'mark outcome']);
      expect(side.tenant.revoked).toEqual([]);
    },
  );
  it('is not looked up when it is denied as a whole', async () => {
    const { effects } = await effectsOf(aMessage(request), { revocationEnabled: false });
    expect(effects).not.toContain('find user');
  });
  it('is answered by one of two processes that read it at once', async () => {
    const side = appOfTwins();
    await Promise.all([1, 2].map(() => processMessage(side.dependencies, aMessage(request))));
    expect(side.tenant.revoked).toEqual([avery]);
    expect(side.requestQueue.scheduled).toHaveLength(1);
  });
});

describe('the ledger is read before the directory', () => {
  const { history } = aMessage(request);
  it.each<[string, IncomingMessage]>([
    ['for a message that is delivered again', aMessage(request, { deliveryCount: 2 })],
    ['for a copy', aMessage(request, { history: { ...history, attempts: 1 } })],
    [
      'for a token, which was registered when it was received',
      aMessage(request, { history: { ...history, receivedBy: 'issuer:https://issuer.example' } }),
    ],
    ['for a request of several users', aMessage({ users: ['avery@contoso.com', 'blake@contoso.com'] })],
  ])('%s', async (_what, message) => {
    const { effects } = await effectsOf(message);
    expect(effects.slice(0, 2)).toEqual(['enter request', 'acquire outcome']);
    expect(effects).toContain('find user');
  });
  it('while Graph asks not to be called', async () => {
    const { effects } = await effectsOf(aMessage(request), {}, (dependencies) => ({
      ...dependencies,
      revokers: { graph: { ...dependencies.revokers.graph, pausedForMs: () => 1 } },
    }));
    expect(effects[0]).toBe('enter request');
    expect(effects).not.toContain('find user');
  });
});

describe('what was read before the ledger knows better', () => {
  it('does not count when the id was used by a request with another body: nothing is done', async () => {
    const side = appOfTwins();
    await processMessage(side.dependencies, aMessage({ id: 'inc-7', ...request }));
    const effects: string[] = [];
    const { app } = faultyApp(side.dependencies, (_n, effect) => void effects.push(effect));
    await processMessage(
      app,
      aMessage({ id: 'inc-7', user: 'blake@contoso.com', alert: { id: 'a' } }, {}, { messageId: 'other' }),
    );
    expect(published(side)).toMatchObject([{ status: 'signOutPending' }, { status: 'rejected' }]);
    expect(effects.filter((effect) => /revocation|revoke|renew/.test(effect))).toEqual([]);
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('does not count when the request was entered by a process that died: it is done now', async () => {
    const side = appOfTwins();
    const { app } = faultyApp(side.dependencies, (_n, effect) =>
      effect === 'enter request' ? 'deathAfter' : undefined,
    );
    await expect(processMessage(app, aMessage(request, { deliveryCount: 2 }))).rejects.toThrow(Died);
    await processMessage(side.dependencies, aMessage(request));
    expect(published(side)).toMatchObject([{ status: 'signOutPending' }]);
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('does not count when another process has asked for approval in the meantime', async () => {
    const side = appOfTwins();
    const body = { ...request, confirm: true };
    const { directory } = side.dependencies;
    let isSecond = false;
    const find: typeof directory.find = async (reference) => {
      if (!isSecond) {
        isSecond = true;
        await processMessage(side.dependencies, aMessage(body));
        side.clock.advance(60_000);
      }
      return directory.find(reference);
    };
    await processMessage({ ...side.dependencies, directory: { ...directory, find } }, aMessage(body));
    const [first, second] = side.resultsTopic.published;
    expect(first?.subject).toBe('awaitingConfirmation');
    expect(second).toEqual(first);
  });
  it('does not count when it could not be read: a recorded outcome needs no look-up', async () => {
    const side = appOfTwins();
    await processMessage(side.dependencies, aMessage(request));
    const find = () => Promise.reject(new TypeError('A bug.'));
    const directory = { ...side.dependencies.directory, find };
    await processMessage({ ...side.dependencies, directory }, aMessage(request));
    expect(side.resultsTopic.published).toHaveLength(2);
    const fresh = aMessage({ user: 'blake@contoso.com' }, {}, { messageId: 'm-2' });
    await expect(processMessage({ ...side.dependencies, directory }, fresh)).rejects.toThrow('A bug.');
    expect(side.tenant.revoked).toEqual([avery]);
  });
});

describe('memberships of a user who is named by object id', () => {
  const byId = (user: string) => aMessage({ user });
  it('are read beside the look-up, and those of a user who is named otherwise after it', async () => {
    const begun: string[] = [];
    const reading = (dependencies: Dependencies): Dependencies => {
      const { directory } = dependencies;
      return {
        ...dependencies,
        directory: {
          ...directory,
          find: async (reference) => {
            const fact = await directory.find(reference);
            await new Promise(setImmediate);
            begun.push('user is found');
            return fact;
          },
          memberships: (...asked) => {
            begun.push('memberships');
            return directory.memberships(...asked);
          },
        },
      };
    };
    await effectsOf(byId(avery), protecting, reading);
    await effectsOf(aMessage(request), protecting, reading);
    expect(begun).toEqual(['memberships', 'user is found', 'user is found', 'memberships']);
  });
  it('are not needed for a user who is denied before: a failure changes nothing', async () => {
    const side = await effectsOf(byId(members[2]?.id ?? ''), protecting, (dependencies) => ({
      ...dependencies,
      directory: { ...dependencies.directory, memberships: () => Promise.reject(new TypeError('A bug.')) },
    }));
    expect(published(side)).toMatchObject([{ status: 'notApplicable' }]);
  });
  it('are read again after the look-up where they could not be read beside it', async () => {
    const answers = [
      { kind: 'unreadable', failure: { kind: 'notDone', detail: textDetail('Not there yet.') } },
      { kind: 'read', groups: [], roles: [] },
    ] as const;
    let asked = 0;
    const side = await effectsOf(byId(avery), protecting, (dependencies) => {
      const memberships = () => Promise.resolve(answers[asked++] ?? answers[1]);
      return { ...dependencies, directory: { ...dependencies.directory, memberships } };
    });
    expect([asked, side.tenant.revoked]).toEqual([2, [avery]]);
  });
  it('fail the request where they are needed', async () => {
    const side = appOfTwins(protecting);
    const memberships = () => Promise.reject(new TypeError('A bug.'));
    const directory = { ...side.dependencies.directory, memberships };
    await expect(processMessage({ ...side.dependencies, directory }, byId(avery))).rejects.toThrow('A bug.');
    expect(side.tenant.revoked).toEqual([]);
  });
  it('count for nobody else: a look-up that leads to another user has them read for that one', async () => {
    const asked: string[] = [];
    const side = await effectsOf(byId(avery), protecting, (dependencies) => {
      const { directory } = dependencies;
      return {
        ...dependencies,
        directory: {
          ...directory,
          find: () => directory.find({ kind: 'id', id: blake }),
          memberships: (userId) => {
            asked.push(userId);
            const groups = userId === blake ? [GROUP] : [];
            return Promise.resolve({ kind: 'read', groups, roles: [] });
          },
        },
      };
    });
    expect(asked).toEqual([avery, blake]);
    expect(published(side)).toMatchObject([{ status: 'protected' }]);
  });
});

describe('a process that dies once it has entered an intent, before the brake has a place', () => {
  it('leaves a request that is counted and done once by the next delivery', async () => {
    const side = appOfTwins({ brake });
    const { app } = faultyApp(side.dependencies, (_n, effect) =>
      effect === 'begin request' ? 'deathAfter' : undefined,
    );
    await expect(processMessage(app, aMessage(request))).rejects.toThrow(Died);
    side.clock.advance(16_000);
    await processMessage(side.dependencies, aMessage(request, { deliveryCount: 2 }));
    expect(side.tenant.revoked).toEqual([avery]);
    const use = { tenantId: aPolicy().tenantId, userId: blake, receivedBy: 'queue' as const, brake };
    const preview = await side.dependencies.ledger.limit.preview({
      ...use,
      brake: { ...brake, users: 1 },
      outcomeId: storedId<OutcomeId>('other'),
      now: side.clock.now(),
    });
    expect(preview.kind).toBe('full');
  });
});
