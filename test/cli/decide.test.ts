import { describe, expect, it } from '@jest/globals';
import { inMemoryApprovals } from '../../shared/adapters/ledger/in-memory-approvals';
import type { ApprovalDesk } from '../../shared/cli/approval-desk';
import { program } from '../../shared/cli/program';
import type { ApprovalRequest } from '../../shared/core/approval';
import { textDetail } from '../../shared/core/detail';
import type { ApprovalId } from '../../shared/core/ids';
import type { Status } from '../../shared/core/outcome';
import { outcomeId, storedId } from '../../shared/core/ids';
import { resultOf } from '../../shared/messages/result-message';
import type { ResultsSubscription } from '../../shared/ports/results-topic';
import { NOW, OTHER_TENANT_ID, TENANT_ID, anApprovalRequest, aRequest } from '../support/builders';
import { outcomeOf } from '../support/outcomes';
import { programEnvironment } from '../support/program-environment';
import { aTerminal } from '../support/terminal';

const term = { now: NOW, expiresAt: new Date('2026-12-01T00:00:00Z') };
const waiting = anApprovalRequest({
  id: storedId<ApprovalId>('c-waiting'),
  request: aRequest({ alert: { severity: 'low', title: 'Odd sign-in\u001b[2J' } }),
});
const held = anApprovalRequest({
  id: storedId<ApprovalId>('c-held'),
  requestedAt: '2026-11-23T09:00:00.000Z',
  identity: { tenantId: TENANT_ID, requestId: 'request-2' },
  reason: { rule: 'brake-has-room', status: 'held', detail: textDetail('25 users were signed out.') },
});
const expired = anApprovalRequest({
  id: storedId<ApprovalId>('c-over'),
  expiresAt: '2026-11-23T09:59:59.000Z',
});

/** An approval desk with requests that are pending, and a terminal. */
async function desk(
  setting: {
    readonly interactive?: boolean;
    readonly answer?: boolean;
    readonly requests?: readonly ApprovalRequest[];
    /** The status of the outcome on the topic that follows from the decision. */
    readonly ending?: Status;
  } = {},
) {
  const approvals = inMemoryApprovals();
  for (const one of setting.requests ?? [waiting, held, expired]) await approvals.put(one, term);
  const terminal = aTerminal(setting);
  const sent: unknown[] = [];
  let closed = 0;
  const requestQueue: ApprovalDesk['requestQueue'] = {
    send: ({ body }) => Promise.resolve(void sent.push(JSON.parse(Buffer.from(body).toString()))),
  };
  const results: ResultsSubscription = {
    // eslint-disable-next-line typescript/require-await -- a generator of what is there already
    async *outcomes() {
      const confirmation = { id: waiting.id, expiresAt: waiting.expiresAt };
      yield resultOf({ ...outcomeOf('awaitingConfirmation'), confirmation }, 'en');
      if (!setting.ending) return;
      const id = outcomeId(waiting.identity, waiting.reference, waiting.id);
      yield resultOf({ ...outcomeOf(setting.ending), id }, 'en');
    },
  };
  const run = (...args: string[]): Promise<number> =>
    program(
      programEnvironment({
        terminal,
        tenantId: TENANT_ID,
        connectApprovals: () =>
          Promise.resolve({
            approvals,
            requestQueue,
            results,
            close: () => Promise.resolve(void closed++),
          }),
        now: () => NOW,
        requestedBy: 'analyst@contoso.com',
      }),
      args.includes('--wait') || args[0] === 'pending' ? args : [...args, '--no-wait'],
    );
  return { ...terminal.seen, run, sent, approvals, closed: () => closed };
}

describe('pending', () => {
  it('lists the requests that wait, the longest wait first, without characters that steer the terminal', async () => {
    const { run, out, closed } = await desk();
    expect(await run('pending')).toBe(0);
    expect(out).toEqual([
      'CONFIRMATION  UNTIL                 STATUS                USER               REQUESTED BY     ALERT                      REASON',
      'c-held        2026-11-23 22:00 UTC  held                  avery@contoso.com  soc@contoso.com  low: alert-1               25 users were signed out.',
      'c-waiting     2026-11-23 22:00 UTC  awaitingConfirmation  avery@contoso.com  -                low: Odd sign-in\\u{1b}[2J  Asked for.',
    ]);
    expect(closed()).toBe(1);
  });
  it('has one JSON object per line, with --json', async () => {
    const { run, out } = await desk();
    expect(await run('pending', '--json')).toBe(0);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      confirmation: 'c-held',
      status: 'held',
      requestId: 'request-2',
      user: { userPrincipalName: 'avery@contoso.com' },
    });
  });
  it('names the tenants, where one is not the home tenant', async () => {
    const elsewhere = anApprovalRequest({
      id: storedId<ApprovalId>('c-elsewhere'),
      identity: { tenantId: OTHER_TENANT_ID, requestId: 'request-3' },
    });
    const both = await desk({ requests: [waiting, elsewhere] });
    await both.run('pending');
    expect(both.out.map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['CONFIRMATION', 'TENANT'],
      ['c-waiting', TENANT_ID],
      ['c-elsewhere', OTHER_TENANT_ID],
    ]);
    const alone = await desk({ requests: [elsewhere] });
    await alone.run('pending');
    expect(alone.out[0]).toMatch(/^CONFIRMATION +TENANT /);
  });
  it('says when no request waits', async () => {
    const { run, out } = await desk({ requests: [expired] });
    expect(await run('pending')).toBe(0);
    expect(out).toEqual(['No request waits for approval.']);
  });
});

describe('approve and decline', () => {
  it.each(['approve', 'decline'])(
    'show the users concerned, ask, and send the decision: %s',
    async (decision) => {
      const { run, sent, asked, out } = await desk({ interactive: true, answer: true });
      expect(await run(decision, 'c-waiting', 'c-held', '--by', 'lead@contoso.com')).toBe(0);
      expect(asked).toEqual([expect.stringMatching(/this user /)]);
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
  it('do not ask without a terminal, and send nothing unless --no-confirm is passed', async () => {
    const quiet = await desk();
    expect(await quiet.run('approve', 'c-waiting')).toBe(2);
    expect(quiet.error).toEqual([expect.stringContaining('--no-confirm')]);
    const unasked = await desk();
    expect(await unasked.run('approve', 'c-waiting', '--no-confirm')).toBe(0);
    expect(unasked.sent).toEqual([
      { confirmation: 'c-waiting', decision: 'approve', by: 'analyst@contoso.com' },
    ]);
  });
  it.each(['analyst', 'SOC playbook', 'a@b@c'])(
    'send nothing by a name that cannot lead to a user: %s',
    async (by) => {
      const { run, sent, error } = await desk();
      expect(await run('approve', 'c-waiting', '--by', by, '--no-confirm')).toBe(2);
      expect(await run('release', '--by', by, '--no-confirm')).toBe(2);
      expect([sent, error]).toEqual([[], [0, 1].map(() => expect.stringContaining('pass --by'))]);
    },
  );
  it.each([
    ['unknown', 'unknown: does not match a pending request.'],
    ['c-over', 'c-over: it expired at 2026-11-23T09:59:59.000Z.'],
    ['c-held', 'c-held: it was decided already (decline by x@contoso.com at 2026-11-23T10:00:00.000Z).'],
  ])('send nothing for a request that cannot be decided: %s', async (id, problem) => {
    const { run, sent, error, approvals } = await desk();
    await approvals.decide('c-held', {
      decision: 'decline',
      by: 'x@contoso.com',
      at: NOW.toISOString(),
      key: 'k',
    });
    expect(await run('approve', 'c-waiting', id, '--no-confirm')).toBe(1);
    expect([sent, error]).toEqual([[], [problem]]);
  });
  it('wait for the outcome, with --wait', async () => {
    const { run, out } = await desk({ ending: 'signOutPending' });
    expect(await run('approve', 'c-waiting', '--no-confirm', '--wait')).toBe(0);
    expect(out.at(-1)).toMatch(/^signOutPending: /);
    const silent = await desk();
    expect(await silent.run('approve', 'c-waiting', '--no-confirm', '--wait', '--timeout', '1')).toBe(2);
    expect(silent.error).toEqual([expect.stringContaining('1 of 1 outcomes did not arrive within 1 s')]);
  });
  it.each([
    ['approve', 'failed', 1],
    ['approve', 'protected', 1],
    ['approve', 'declined', 1],
    ['approve', 'awaitingConfirmation', 3],
    ['decline', 'declined', 0],
    ['decline', 'signOutPending', 1],
    ['decline', 'expired', 1],
  ] as const)('end by the status, with --wait: %s, %s: %i', async (decision, ending, code) => {
    const { run, out } = await desk({ ending });
    expect(await run(decision, 'c-waiting', '--no-confirm', '--wait')).toBe(code);
    expect(out.at(-1)).toMatch(new RegExp(`^${ending}: `));
  });
  it('count users, several of whose requests may wait', async () => {
    const another = { ...waiting, id: storedId<ApprovalId>('c-another') };
    const blake = { ...waiting.user, id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a02' };
    const third = { ...waiting, id: storedId<ApprovalId>('c-blake'), user: blake };
    const { run, asked } = await desk({ interactive: true, requests: [waiting, another, third] });
    await run('approve', 'c-waiting', 'c-another');
    await run('approve', 'c-waiting', 'c-another', 'c-blake');
    expect(asked).toEqual([
      'Approve, so that this user will be signed out?',
      'Approve, so that these 2 users will be signed out?',
    ]);
  });
});

describe('release', () => {
  it('approves exactly those whom it has shown, of all that the brake holds, by one message', async () => {
    const { run, sent, asked } = await desk({ interactive: true, answer: true });
    expect(await run('release', '--by', 'lead@contoso.com')).toBe(0);
    expect(asked).toEqual(['Approve, so that this user will be signed out?']);
    expect(sent).toEqual([{ confirmations: ['c-held'], decision: 'approve', by: 'lead@contoso.com' }]);
  });
  it('approves all that waits of one request', async () => {
    const { run, sent } = await desk();
    expect(await run('release', '--request', 'request-2', '--no-confirm')).toBe(0);
    expect(sent).toEqual([{ confirmations: ['c-held'], decision: 'approve', by: 'analyst@contoso.com' }]);
  });
  it('sends as many messages as it takes to name them all', async () => {
    const requests = Array.from({ length: 1001 }, (_, n) => ({
      ...held,
      id: storedId<ApprovalId>(`c-${String(n)}`),
    }));
    const { run, sent } = await desk({ requests });
    expect(await run('release', '--no-confirm')).toBe(0);
    const named = sent.map((body) => (body as { confirmations: string[] }).confirmations);
    expect(named.map(({ length }) => length)).toEqual([1000, 1]);
    expect(new Set(named.flat()).size).toBe(1001);
  });
  it('sends nothing when the brake holds nobody', async () => {
    const { run, sent, out } = await desk({ requests: [waiting] });
    expect(await run('release', '--no-confirm')).toBe(1);
    expect(await run('release', '--request', 'other', '--no-confirm')).toBe(1);
    expect([sent, out]).toEqual([
      [],
      ['The brake holds nobody.', 'No user of this request waits for approval.'],
    ]);
  });
});
