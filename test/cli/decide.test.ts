import { describe, expect, it } from '@jest/globals';
import { inMemoryApprovals } from '../../shared/adapters/ledger/in-memory-approvals';
import { program } from '../../shared/cli/program';
import type { ApprovalRequest } from '../../shared/core/approval';
import { resultOf } from '../../shared/messages/result-message';
import type { RequestChannel } from '../../shared/ports/results-topic';
import { NOW, TENANT_ID, anApprovalRequest, aRequest } from '../support/builders';
import { outcomeOf } from '../support/outcomes';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const term = { now: NOW, expiresAt: new Date('2026-12-01T00:00:00Z') };
const waiting = anApprovalRequest({
  confirmation: 'c-waiting',
  request: aRequest({ alert: { severity: 'low', title: 'Odd sign-in\u001b[2J' } }),
});
const held = anApprovalRequest({
  confirmation: 'c-held',
  heldAt: '2026-11-23T09:00:00.000Z',
  identity: { tenantId: TENANT_ID, requestId: 'request-2' },
  hold: { rule: 'brake-has-room', status: 'held', detail: '25 users were signed out.' },
});
const over = anApprovalRequest({ confirmation: 'c-over', expiresAt: '2026-11-23T09:59:59.000Z' });

/** A desk with what waits on it, and a terminal in front of it. */
async function desk(
  setting: {
    readonly interactive?: boolean;
    readonly answer?: boolean;
    readonly approvals?: readonly ApprovalRequest[];
    readonly told?: boolean;
  } = {},
) {
  const approvals = inMemoryApprovals();
  for (const one of setting.approvals ?? [waiting, held, over]) await approvals.put(one, term);
  const terminal = aTerminal(setting);
  const sent: unknown[] = [];
  let closed = 0;
  const channel: RequestChannel = {
    send: ({ body }) => Promise.resolve(void sent.push(JSON.parse(Buffer.from(body).toString()))),
    // eslint-disable-next-line typescript/require-await -- a generator of what is there already
    async *outcomes() {
      const told = { id: 'c-waiting', expiresAt: waiting.expiresAt };
      yield resultOf({ ...outcomeOf('awaitingConfirmation'), confirmation: told }, 'en');
      if (!setting.told) return;
      yield resultOf(
        { ...outcomeOf('signOutPending'), confirmation: { ...told, decision: 'approve' } },
        'en',
      );
    },
    close: () => Promise.resolve(),
  };
  const run = (...args: string[]): Promise<number> =>
    program(
      programEnvironment({
        terminal,
        connectDecisions: () =>
          Promise.resolve({ approvals, channel, close: () => Promise.resolve(void closed++) }),
        now: () => NOW,
      }),
      args,
    );
  return { ...terminal.seen, run, sent, approvals, closed: () => closed };
}

describe('pending', () => {
  it('lists what waits, the longest first, in which nothing steers the terminal', async () => {
    const { run, out, closed } = await desk();
    expect(await run('pending')).toBe(0);
    expect(out).toEqual([
      'CONFIRMATION  UNTIL             STATUS                USER               ALERT                      WHY',
      'c-held        2026-11-23 22:00  held                  avery@contoso.com  low: alert-1               25 users were signed out.',
      'c-waiting     2026-11-23 22:00  awaitingConfirmation  avery@contoso.com  low: Odd sign-in\\u{1b}[2J  Asked for.',
    ]);
    expect(closed()).toBe(1);
  });
  it('has an object a line for programs', async () => {
    const { run, out } = await desk();
    expect(await run('pending', '--json')).toBe(0);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      confirmation: 'c-held',
      status: 'held',
      requestId: 'request-2',
      user: { userPrincipalName: 'avery@contoso.com' },
    });
  });
  it('says so when nothing waits', async () => {
    const { run, out } = await desk({ approvals: [over] });
    expect(await run('pending')).toBe(0);
    expect(out).toEqual(['Nothing waits for a decision.']);
  });
});

describe('approve and decline', () => {
  it.each(['approve', 'decline'])(
    'show who it is about, ask, and send the decision: %s',
    async (decision) => {
      const { run, sent, asked, out } = await desk({ interactive: true, answer: true });
      expect(await run(decision, 'c-waiting', 'c-held', '--by', 'lead@contoso.com')).toBe(0);
      expect(asked).toEqual([expect.stringMatching(/these 2 users/)]);
      expect(out.join('\n')).toContain('avery@contoso.com');
      expect(sent).toEqual([
        { confirmation: 'c-waiting', decision, by: 'lead@contoso.com' },
        { confirmation: 'c-held', decision, by: 'lead@contoso.com' },
      ]);
    },
  );
  it('send nothing when the person says no', async () => {
    const { run, sent } = await desk({ interactive: true, answer: false });
    expect(await run('approve', 'c-waiting')).toBe(1);
    expect(sent).toEqual([]);
  });
  it('ask nobody where there is nobody, and go no further unless told to', async () => {
    const quiet = await desk();
    expect(await quiet.run('approve', 'c-waiting')).toBe(2);
    expect(quiet.error).toEqual([expect.stringContaining('--no-confirm')]);
    const told = await desk();
    expect(await told.run('approve', 'c-waiting', '--no-confirm')).toBe(0);
    expect(told.sent).toEqual([{ confirmation: 'c-waiting', decision: 'approve', by: 'analyst' }]);
  });
  it.each([
    ['unknown', 'unknown: nothing of this name waits.'],
    ['c-over', 'c-over: it expired at 2026-11-23T09:59:59.000Z.'],
    ['c-held', 'c-held: it has ended already (decline by x@contoso.com at 2026-11-23T10:00:00.000Z).'],
  ])('send nothing for what cannot be decided on: %s', async (id, problem) => {
    const { run, sent, error, approvals } = await desk();
    await approvals.resolve('c-held', {
      decision: 'decline',
      by: 'x@contoso.com',
      at: NOW.toISOString(),
      key: 'k',
    });
    expect(await run('approve', 'c-waiting', id, '--no-confirm')).toBe(1);
    expect([sent, error]).toEqual([[], [problem]]);
  });
  it('wait for what comes of it, if told to', async () => {
    const { run, out } = await desk({ told: true });
    expect(await run('approve', 'c-waiting', '--no-confirm', '--wait')).toBe(0);
    expect(out.at(-1)).toMatch(/^signOutPending: /);
    const silent = await desk();
    expect(await silent.run('approve', 'c-waiting', '--no-confirm', '--wait', '--timeout', '1')).toBe(2);
    expect(silent.error).toEqual([expect.stringContaining('1 of 1 outcomes did not come within 1 s')]);
  });
});

describe('release', () => {
  it('approves all that the brake holds by one message', async () => {
    const { run, sent, asked } = await desk({ interactive: true, answer: true });
    expect(await run('release', '--by', 'lead@contoso.com')).toBe(0);
    expect(asked).toEqual(['Approve, so that this user will be signed out?']);
    expect(sent).toEqual([{ brake: 'all', decision: 'approve', by: 'lead@contoso.com' }]);
  });
  it('approves all that waits of one request', async () => {
    const { run, sent } = await desk();
    expect(await run('release', '--request', 'request-2', '--no-confirm')).toBe(0);
    expect(sent).toEqual([{ request: 'request-2', decision: 'approve', by: 'analyst' }]);
  });
  it('sends nothing when nobody is held', async () => {
    const { run, sent, out } = await desk({ approvals: [waiting] });
    expect(await run('release', '--no-confirm')).toBe(1);
    expect(await run('release', '--request', 'other', '--no-confirm')).toBe(1);
    expect([sent, out]).toEqual([[], ['The brake holds nobody.', 'Nothing waits of this request.']]);
  });
});
