import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import hostJson from '../../host.json';
import { DEFAULT_BUDGET } from '../../shared/adapters/graph/graph-client';
import { inParallel } from '../../shared/app/in-parallel';
import type { Permits } from '../../shared/app/permits';
import { PERMITS, permits } from '../../shared/app/permits';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, members } from '../support/app';

/** Work that ends when it is let go, in the order in which it was begun. */
function heldWork() {
  const begun: { readonly name: string; readonly end: () => void }[] = [];
  const ended: Promise<void>[] = [];
  return {
    names: () => begun.map(({ name }) => name),
    begin: (of: Permits, name: string): void => {
      ended.push(of.run(() => new Promise((end) => begun.push({ name, end }))));
    },
    /** Ends all that was begun, and what is begun in turn. */
    endAll: async (): Promise<void> => {
      for (let n = 0; n < ended.length; n++) {
        await setImmediate();
        begun[n]?.end();
      }
      await Promise.all(ended);
    },
  };
}

describe('the permits of a process', () => {
  it('let the first user of each message begin at once, whatever a large one has begun', async () => {
    const [all, work] = [permits(4), heldWork()];
    const large = all.ofMessage();
    for (let n = 0; n < 10; n++) work.begin(large, `large ${String(n)}`);
    for (let n = 0; n < 3; n++) work.begin(all.ofMessage(), `lone ${String(n)}`);
    await setImmediate();
    expect(work.names().filter((name) => name.startsWith('large'))).toHaveLength(5);
    expect(work.names().filter((name) => name.startsWith('lone'))).toHaveLength(3);
    await work.endAll();
    expect(work.names()).toHaveLength(13);
  });
  it('are given in turn to messages that wait for them', async () => {
    const [all, work] = [permits(2), heldWork()];
    const [large, small] = [all.ofMessage(), all.ofMessage()];
    for (let n = 0; n < 8; n++) work.begin(large, 'large');
    for (let n = 0; n < 3; n++) work.begin(small, 'small');
    await work.endAll();
    expect(
      work
        .names()
        .slice(0, 8)
        .filter((name) => name === 'small'),
    ).toHaveLength(3);
  });
  it('are returned by work that fails', async () => {
    const one = permits(0).ofMessage();
    await expect(one.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await one.run(() => Promise.resolve('done'))).toBe('done');
  });
  it('bound all work: the permits, and one for each message; all of it is done, and all come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }), { maxLength: 8 }),
        fc.integer({ min: 0, max: 6 }),
        async (messages, count) => {
          const all = permits(count);
          let [running, most, done] = [0, 0, 0];
          const users = async (turns: readonly number[]): Promise<void> => {
            const own = all.ofMessage();
            await inParallel(turns, PERMITS, (turn) =>
              own.run(async () => {
                most = Math.max(most, ++running);
                for (let n = 0; n < turn; n++) await Promise.resolve();
                running--;
                done++;
              }),
            );
          };
          for (let again = 0; again < 2; again++) await Promise.all(messages.map(users));
          expect(most).toBeLessThanOrEqual(count + messages.length);
          expect(done).toBe(2 * messages.flat().length);
        },
      ),
    );
  });
});

describe("the messages that the host gives to a process at a time, by Little's law", () => {
  const [perSecond, messageMs, instances] = [20, 350, 40];
  const { maxConcurrentCalls } = hostJson.extensions.serviceBus;
  it('let one process take four times what flows into the bucket of writes, and are as many as its permits', () => {
    expect(maxConcurrentCalls / (messageMs / 1000)).toBeGreaterThan(4 * perSecond);
    expect(maxConcurrentCalls).toBe(PERMITS);
  });
  it('have their turns of the pace before they are given up, on as many instances as the template allows', () => {
    const waitMs = ((maxConcurrentCalls * instances) / perSecond) * 1000;
    expect(waitMs).toBeLessThan(DEFAULT_BUDGET.maxTurnMs);
  });
});

describe('a request of many users', () => {
  const users = Array.from({ length: 100 }, () => members[0]?.userPrincipalName ?? '').map(
    (name, n) => `${String(n)}${name}`,
  );
  it('has permits of the process, and delays no request of one user beside it', async () => {
    const app = appOfTwins();
    let asked = 0;
    const never = new Promise<never>(() => undefined);
    const directory = {
      ...app.dependencies.directory,
      find: () => {
        asked++;
        return never;
      },
    };
    const dependencies = { ...app.dependencies, directory };
    void processMessage(dependencies, aMessage({ users }));
    for (let n = 0; n < 50; n++) await setImmediate();
    expect(asked).toBe(PERMITS);
    void processMessage(dependencies, aMessage({ users, id: 'as large' }));
    for (let n = 0; n < 50; n++) await setImmediate();
    expect(asked).toBe(PERMITS + 2);
    void processMessage(dependencies, aMessage({ user: 'avery@contoso.com', id: 'lone' }));
    for (let n = 0; n < 50; n++) await setImmediate();
    expect(asked).toBe(PERMITS + 3);
  });
  it('and messages of many users share them: the process never has hundreds in hand', async () => {
    const app = appOfTwins();
    let [asked, most] = [0, 0];
    const directory = {
      ...app.dependencies.directory,
      find: async () => {
        most = Math.max(most, ++asked);
        await setImmediate();
        asked--;
        return { kind: 'notFound' as const };
      },
    };
    const dependencies = { ...app.dependencies, directory };
    const messages = Array.from({ length: 8 }, (_, n) => aMessage({ users, id: `request-${String(n)}` }));
    await Promise.all(messages.map((message) => processMessage(dependencies, message)));
    expect(most).toBeGreaterThan(PERMITS);
    expect(most).toBeLessThanOrEqual(PERMITS + messages.length);
  });
});
