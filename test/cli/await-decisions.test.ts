import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { program } from '../../shared/cli/program';
import type { Policy } from '../../shared/core/policy';
import type { ResultsSubscription } from '../../shared/ports/results-topic';
import { aMessage, resultOfBytes } from '../support/app';
import { conversationWithTwins } from '../support/conversation-with-twins';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const full = { brake: { users: 0, windowMs: 3_600_000, repeats: 3 } };

/** The app over its twins, and a person at a terminal who decides on what waits there. */
async function deskOf(bodies: readonly object[], policy: Partial<Policy> = {}) {
  const app = conversationWithTwins(policy);
  const confirmations: string[] = [];
  for (const body of bodies) {
    await app.send(body);
    confirmations.push(app.last()?.confirmation?.id ?? '');
  }
  const { approvals } = app.dependencies.ledger;
  const terminal = aTerminal();
  const watched: string[][] = [];
  const results: ResultsSubscription = {
    // eslint-disable-next-line typescript/require-await -- a generator of what is there already
    async *outcomes(requestIds) {
      watched.push([...requestIds]);
      // The answer to a late decision may come before the outcome of the first.
      for (const { correlationId, body } of app.resultsTopic.published.toReversed()) {
        if (requestIds.includes(correlationId)) yield resultOfBytes(body);
      }
    },
  };
  /** What the app does with a message, and then with those that it sends itself. */
  const receive = async (id: string, body: Uint8Array): Promise<void> => {
    const before = app.requestQueue.sent.length;
    await processMessage(app.dependencies, aMessage(Buffer.from(body), {}, { messageId: id }));
    for (const { id: own, body: sent, at } of app.requestQueue.sent.slice(before)) {
      if (!at) await receive(own, sent);
    }
  };
  let decisions = 0;
  const environment = programEnvironment({
    terminal,
    connectApprovals: () =>
      Promise.resolve({
        approvals,
        requestQueue: { send: ({ id, body }) => receive(id, body) },
        results,
        close: () => Promise.resolve(),
      }),
    newId: () => `decision-${String(++decisions)}`,
    now: () => app.clock.now(),
  });
  const run = (...args: string[]): Promise<number> =>
    program(environment, [...args, '--no-confirm', '--wait', '--timeout', '1']);
  return { ...terminal.seen, run, confirmations, app, watched };
}

const waiting = { user: 'avery@contoso.com', confirm: true, requestedBy: 'soc@contoso.com' };

describe('a decision that the app rejects ends with 1, and the reason', () => {
  it.each([
    [
      'of a person whom nobody knows',
      'nobody@contoso.com',
      /^rejected: .* by: leads to no user of this tenant/,
    ],
    [
      'of the person who made the request',
      'soc@contoso.com',
      /^rejected: .* by: the requester cannot decide/,
    ],
    ['of the user concerned', 'avery@contoso.com', /^rejected: .* by: the user concerned cannot decide/],
  ])('%s', async (_, by, reason) => {
    const { run, out, error, confirmations, app } = await deskOf([waiting]);
    expect(await run('approve', confirmations[0] ?? '', '--by', by)).toBe(1);
    expect([out.at(-1), error]).toEqual([expect.stringMatching(reason), []]);
    expect(app.tenant.revoked).toEqual([]);
  });
  it('of a person who is not an approver, on all that the brake holds', async () => {
    const confirmation = { always: false, groups: [], roles: [], expiresAfterMs: 3_600_000 };
    const { run, out } = await deskOf([{ user: 'avery@contoso.com' }, { user: 'blake@contoso.com' }], {
      ...full,
      confirmation: { ...confirmation, approvers: ['lead@contoso.com'] },
    });
    expect(await run('release', '--by', 'other@contoso.com')).toBe(1);
    expect(out.filter((line) => line.startsWith('rejected: '))).toEqual([
      expect.stringContaining('other@contoso.com is not one of the approvers that policy names'),
    ]);
  });
  it('on one of the users whom it names, beside the outcomes of the others', async () => {
    const { run, out, app } = await deskOf(
      [{ user: 'avery@contoso.com' }, { user: 'blake@contoso.com' }],
      full,
    );
    expect(await run('release', '--by', 'avery@contoso.com')).toBe(1);
    expect(out.slice(-3).sort()).toEqual([
      '  Users: avery@contoso.com',
      expect.stringMatching(/^rejected: .* by: the user concerned cannot decide/),
      expect.stringMatching(/^signOutPending: .* blake@contoso.com /),
    ]);
    expect(app.tenant.revoked).toHaveLength(1);
  });
});

describe('a decision that counts', () => {
  it('on many users ends with the outcomes of all, watched at once', async () => {
    const users = ['avery', 'blake', 'other', 'x'].map((name) => ({ user: `${name}@contoso.com` }));
    const { run, out, error, watched } = await deskOf(users, full);
    expect(await run('release', '--by', 'lead@contoso.com')).toBe(0);
    const statuses = out.flatMap((line) => /^(\w+): /.exec(line)?.[1] ?? []);
    expect(statuses).toEqual(users.map(() => 'signOutPending'));
    expect([error, watched.length]).toEqual([[], 1]);
  });
  it.each([
    ['approve', 0],
    ['decline', 1],
  ] as const)('after another one is answered, and the first one decides: %s', async (decision, code) => {
    const { run, out, confirmations, app } = await deskOf([waiting]);
    const [confirmation = ''] = confirmations;
    const { approvals } = app.dependencies.ledger;
    const find = approvals.find.bind(approvals);
    let isFirst = true;
    approvals.find = async (id) => {
      const found = await find(id);
      if (isFirst) {
        isFirst = false;
        await app.send({ confirmation, decision: 'approve', by: 'lead@contoso.com' });
      }
      return found;
    };
    expect(await run(decision, confirmation, '--by', 'other@contoso.com')).toBe(code);
    expect(out).toContainEqual(expect.stringMatching(/^signOutPending: /));
  });
});
