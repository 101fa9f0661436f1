import { describe, expect, it } from '@jest/globals';
import type { OutcomeRecord, WaitingRecord } from '../../shared/cli/records';
import type { NewDecision, RevocationService } from '../../shared/cli/service';
import { apiSide, directSide } from '../support/service-sides';

const asRequest = (id: string, fields: object) => ({
  id,
  body: Buffer.from(JSON.stringify({ id, ...fields })),
});
const waiting = { id: 'request-1', user: 'avery@contoso.com', confirm: true };

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function decideOn(
  service: RevocationService,
  decision: NewDecision['decision'],
  approvals: readonly WaitingRecord[],
): Promise<{ readonly kinds: readonly string[]; readonly outcomes: readonly OutcomeRecord[] }> {
  const decided = await service.decide({ decision, approvals, by: 'lead@contoso.com', asList: false });
  const outcomes: OutcomeRecord[] = [];
  const open = new Set(approvals.map(({ id }) => id));
  for await (const { outcome, ends } of decided.outcomes(60_000)) {
    outcomes.push(outcome);
    for (const id of ends) open.delete(id);
    if (open.size === 0) break;
  }
  return { kinds: decided.answers.map(({ kind }) => kind), outcomes };
}

describe.each([
  ['the API', apiSide],
  ['queue and ledger', directSide],
])('the app by way of %s', (_way, sideOf) => {
  it('carries a request out, and has an outcome for each user', async () => {
    const { service, app } = sideOf();
    await service.send(asRequest('request-1', { users: ['avery@contoso.com', 'nobody@contoso.com'] }));
    const outcomes = await all(service.outcomesOf('request-1', 5000));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['signOutPending', 'userNotFound']);
    expect(new Set(outcomes.map(({ requestId }) => requestId))).toEqual(new Set(['request-1']));
    expect(app.tenant.revoked).toHaveLength(1);
  });
  it('lists what waits, and finds each by its id alone', async () => {
    const { service, receive } = sideOf();
    await receive(waiting);
    const [only, ...others] = await service.pending();
    expect([only?.user.userPrincipalName, only?.requestId, others]).toEqual([
      'avery@contoso.com',
      'request-1',
      [],
    ]);
    const unknown = ['another', 'a third'];
    expect(await service.find([only?.id ?? '', ...unknown])).toEqual([
      { kind: 'waits', waiting: only },
      ...unknown.map((id) => ({ kind: 'not', id, problem: 'does not match a pending request.' })),
    ]);
  });
  it.each([
    ['approve', 'signOutPending', 1],
    ['decline', 'declined', 0],
  ] as const)('decides what was shown: %s ends %s', async (decision, status, revoked) => {
    const { service, receive, app } = sideOf();
    await receive(waiting);
    const { outcomes } = await decideOn(service, decision, await service.pending());
    expect(outcomes.map((outcome) => outcome.status)).toEqual([status]);
    expect(app.tenant.revoked).toHaveLength(revoked);
    expect(await service.pending()).toEqual([]);
  });
  it('previews a message, and signs nobody out', async () => {
    const { service, app } = sideOf();
    const file = { file: 'request.json', body: Buffer.from('{"user":"avery@contoso.com"}') };
    const { outcomes } = await service.preview(file, {});
    expect(outcomes.map(({ status, predicted }) => [status, predicted])).toEqual([
      ['whatIf', 'signOutPending'],
    ]);
    expect(app.tenant.revoked).toEqual([]);
  });
  it('shows what is in quarantine, has it done again, and does not find what is gone', async () => {
    const { service, receive } = sideOf();
    await receive('{ not json');
    const [kept] = await all(service.quarantine.list());
    const number = kept?.number ?? '';
    const shown = await service.quarantine.show(number);
    expect([kept?.status, Buffer.from(shown?.body ?? []).toString()]).toEqual(['rejected', '{ not json']);
    const replayed: string[] = [];
    const replay = () => service.quarantine.replay([number], false, (one) => replayed.push(one));
    expect(await replay()).toEqual([]);
    expect(replayed).toEqual([number]);
    expect(await replay()).toEqual([{ number, problem: expect.stringMatching(/./) }]);
    expect(await service.quarantine.show(number)).toBeUndefined();
  });
  it('stops, and takes back the stop that was shown and no later one', async () => {
    const { service, app } = sideOf();
    const setting = { reason: 'Too many users', by: 'lead@contoso.com' };
    const first = await service.emergencySwitch.stop(setting);
    expect(await service.emergencySwitch.read()).toMatchObject({ state: 'stopped', ...setting });
    app.clock.advance(1000);
    await service.emergencySwitch.stop({ ...setting, reason: 'Again' });
    expect(await service.emergencySwitch.resume(first, setting)).toBeUndefined();
    const shown = await service.emergencySwitch.read();
    if (shown === undefined || shown === 'malformed') throw new Error('The stop is gone.');
    expect(await service.emergencySwitch.resume(shown, setting)).toMatchObject({ state: 'running' });
  });
  it('reports its checks', async () => {
    const { service } = sideOf();
    expect(await service.doctor()).toContainEqual({ name: 'ledger', status: 'ok', detail: 'It answers.' });
    await service.close();
  });
});

describe('by way of the API alone', () => {
  it('more people must approve where policy says so, and an approval can be taken back', async () => {
    const quorum = {
      proof: 'required',
      maxAuthAgeMs: 900_000,
      quorum: 2,
      authenticationContexts: [],
    } as const;
    const { service, receive, app } = apiSide({ approvals: quorum });
    await receive(waiting);
    const approvals = await service.pending();
    const by = { by: '', asList: false } as const;
    const { answers } = await service.decide({ decision: 'approve', approvals, ...by });
    expect(answers.map(({ kind, text }) => [kind, text])).toEqual([
      ['voted', expect.stringMatching(/your approval counts; 1 of \d people have approved\.$/)],
    ]);
    const back = await service.decide({ decision: 'withdraw', approvals, ...by });
    expect(back.answers.map(({ kind }) => kind)).toEqual(['withdrawn']);
    expect(app.tenant.revoked).toEqual([]);
  });
  it('another digest than that of what waits decides nothing', async () => {
    const { service, receive, app } = apiSide();
    await receive(waiting);
    const approvals = (await service.pending()).map((one) => ({ ...one, digest: '0'.repeat(64) }));
    const { answers } = await service.decide({ decision: 'approve', approvals, by: '', asList: false });
    expect(answers).toEqual([
      { kind: 'refused', ids: [approvals[0]?.id], text: expect.stringMatching(/look again/) },
    ]);
    expect(app.tenant.revoked).toEqual([]);
  });
  it('an original is closed with a reason', async () => {
    const { service, receive } = apiSide();
    await receive('{ not json');
    expect(await service.quarantine.close('1', 'Sent twice')).toBeUndefined();
    expect(await all(service.quarantine.list())).toEqual([]);
    expect(await service.quarantine.close('1', 'Sent twice')).toMatchObject({ number: '1' });
  });
  it('a user has a history, a request its outcomes, and what comes is watched', async () => {
    const { service, receive, app } = apiSide();
    const since = app.clock.now();
    await receive({ id: 'request-1', user: 'avery@contoso.com' });
    const { outcomes } = await service.history('avery@contoso.com');
    expect(outcomes.map(({ requestId }) => requestId)).toEqual(['request-1']);
    expect(await service.requestOutcomes('request-1')).toEqual(outcomes);
    expect(await service.requestOutcomes('request-2')).toBeUndefined();
    const controller = new AbortController();
    const watched: string[] = [];
    for await (const { requestId } of service.watch({ since }, controller.signal)) {
      watched.push(requestId);
      if (watched.length === 1) await receive({ id: 'request-2', user: 'blake@contoso.com' });
      else controller.abort();
    }
    expect(watched).toEqual(['request-1', 'request-2']);
  });
});

describe('by way of queue and ledger', () => {
  it.each<[string, (service: RevocationService) => Promise<unknown>]>([
    ['a history', (service) => service.history('avery@contoso.com')],
    ['the outcomes of a request', (service) => service.requestOutcomes('request-1')],
    ['closing an original', (service) => service.quarantine.close('1', 'Sent twice')],
  ])('%s is not offered, and the message says how it is', async (_what, ask) => {
    await expect(ask(directSide().service)).rejects.toThrow('without --direct');
  });
});
