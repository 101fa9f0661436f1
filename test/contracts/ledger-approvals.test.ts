import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ApprovalRequest, RecordedDecision } from '../../shared/core/approval';
import type { ApprovalVote } from '../../shared/core/approval-votes';
import { detail } from '../../shared/core/detail';
import type { ApprovalId, OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { ApprovalStore } from '../../shared/ports/ledger';
import { aUser, anApprovalRequest } from '../support/builders';
import type { LedgerSide } from './ledger-sides';
import { HOUR, at, ledgerSides, term } from './ledger-sides';

describe.each(ledgerSides)('%s: a request for approval', (_name, start) => {
  let side: LedgerSide;
  let approvals: ApprovalStore;
  beforeAll(async () => {
    side = await start();
    ({ approvals } = side.ledger);
  });
  afterAll(() => side.stop());

  const aNewRequest = (changes: Partial<ApprovalRequest> = {}): ApprovalRequest =>
    anApprovalRequest({ id: storedId<ApprovalId>(randomUUID()), ...changes });
  const pending = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const { id } of approvals.pending()) ids.push(id);
    return ids;
  };
  const approve = (key: string): RecordedDecision => ({
    decision: 'approve',
    by: 'lead@contoso.com',
    at: at(0).toISOString(),
    key,
  });

  const voteOf = (n: number): ApprovalVote => ({
    person: { tenantId: 'tenant', id: `id-${String(n)}`, userPrincipalName: `p${String(n)}@contoso.com` },
    at: at(0).toISOString(),
    digest: 'shown',
  });

  it('is read as it was put, and is listed while it is pending', async () => {
    const request = aNewRequest();
    await approvals.put(request, term);
    expect(await approvals.find(request.id)).toMatchObject({ request });
    expect(await pending()).toContain(request.id);
  });
  it('to undo a containment is read with what is brought back and what is final', async () => {
    const restore = {
      containment: storedId<OutcomeId>('contained-1'),
      changes: [{ step: 'disableSignIn' as const, id: 'u-1', name: 'avery@contoso.com' }],
      final: [{ step: 'removeAuthenticationMethods' as const, id: 'm-1', name: 'a passkey' }],
    };
    const request = aNewRequest({ restore });
    await approvals.put(request, term);
    expect((await approvals.find(request.id))?.request).toEqual(request);
  });
  it('to take steps of a containment is read with these steps', async () => {
    const contain = { containment: storedId<OutcomeId>('contained-1'), steps: ['disableSignIn' as const] };
    const request = aNewRequest({ contain });
    await approvals.put(request, term);
    expect((await approvals.find(request.id))?.request).toEqual(request);
  });
  it('is listed with the votes so far while it is pending', async () => {
    const request = aNewRequest();
    const votes = async () => {
      for await (const one of approvals.open()) if (one.request.id === request.id) return one.votes ?? [];
      return undefined;
    };
    await approvals.put(request, term);
    expect(await votes()).toEqual([]);
    await approvals.vote(request.id, () => ({ kind: 'open', votes: [voteOf(1)] }));
    expect(await votes()).toEqual([voteOf(1)]);
    await approvals.decide(request.id, approve('key'));
    expect(await votes()).toBeUndefined();
  });
  it('keeps who decided and what has proven it, also once it is finished', async () => {
    const request = aNewRequest();
    await approvals.put(request, term);
    const provenBy = { tenantId: 'tenant', id: '0a1b8f6e-3c52-4f0e-8a41-5d6c7e8f9a01' };
    const decision = { ...approve('proven'), provenBy };
    await approvals.decide(request.id, decision);
    expect((await approvals.find(request.id))?.decision).toEqual(decision);
    await approvals.finish(request.id);
    expect(await approvals.find(request.id)).toMatchObject({ decision, isFinished: true });
  });
  it('keeps the code and the values of its detail, nested ones included', async () => {
    const failure = detail('graphUnavailable', { status: '503', attempts: 6 });
    const why = detail('lookupFailed', { failure });
    const reason = { rule: 'brake-has-room', status: 'held', detail: why } as const;
    const request = aNewRequest({ reason });
    await approvals.put(request, term);
    expect((await approvals.find(request.id))?.request.reason).toEqual(reason);
  });
  it('keeps every field of a user and of a request', async () => {
    const user = aUser({ userType: 'Member', externalUserState: 'Accepted' });
    const original = anApprovalRequest().request;
    const alert = {
      ...original.alert,
      title: 'Spray',
      url: 'https://portal/7',
      incidentId: '29',
      firstSeenAt: '2026-11-21T10:00:00.000Z',
    };
    const event = 'credential-change/user';
    const written = {
      ...original,
      alert,
      event,
      contain: ['disableSignIn', 'removeConsents'] as const,
      tenantId: 'tenant',
      requestedAt: '2026-11-23T10:00:00.000Z',
    };
    const request = aNewRequest({ user, request: written });
    await approvals.put(request, term);
    expect((await approvals.find(request.id))?.request).toEqual(request);
  });
  it.each(['-000001-12-31T10:00:00.000Z', 'yesterday'])(
    'is read whatever time its alert names, so that no entry blocks the list: %s',
    async (time) => {
      const original = anApprovalRequest().request;
      const alert = { createdAt: time, firstSeenAt: time };
      const request = aNewRequest({ request: { ...original, alert } });
      await approvals.put(request, term);
      expect(await approvals.find(request.id)).toMatchObject({ request });
      expect(await pending()).toContain(request.id);
    },
  );
  it('is put once: a repetition does not change it', async () => {
    const request = aNewRequest();
    await approvals.put(request, term);
    await approvals.put({ ...request, outcomeId: storedId<OutcomeId>('another') }, term);
    expect((await approvals.find(request.id))?.request.outcomeId).toBe(request.outcomeId);
  });
  it('is pending until one of many decisions is recorded, which all callers get back', async () => {
    const request = aNewRequest();
    await approvals.put(request, term);
    const recorded = await Promise.all(
      Array.from({ length: 10 }, (_, n) => approvals.decide(request.id, approve(`key-${String(n)}`))),
    );
    expect(new Set(recorded.map(({ key }) => key)).size).toBe(1);
    const found = await approvals.find(request.id);
    expect(found?.decision).toEqual(recorded[0]);
    expect(found?.request).toEqual(request);
    expect(await pending()).not.toContain(request.id);
  });
  it('is unfinished from its decision until its outcome is published, and keeps its decision', async () => {
    const request = aNewRequest();
    const unfinished = async (): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { request: one, decision } of approvals.unfinished())
        ids.push(`${one.id} ${decision.key}`);
      return ids.filter((id) => id.startsWith(request.id));
    };
    await approvals.put(request, term);
    await approvals.finish(request.id);
    expect(await approvals.find(request.id)).toMatchObject({ request });
    expect(await unfinished()).toEqual([]);
    const decision = await approvals.decide(request.id, approve('key'));
    expect((await approvals.find(request.id))?.isFinished).toBeUndefined();
    expect(await unfinished()).toEqual([`${request.id} key`]);
    for (let n = 0; n < 2; n++) await approvals.finish(request.id);
    expect(await unfinished()).toEqual([]);
    expect(await approvals.find(request.id)).toMatchObject({ request, decision, isFinished: true });
    expect(await approvals.decide(request.id, approve('other'))).toEqual(decision);
    expect(await pending()).not.toContain(request.id);
  });
  it('keeps the votes of many who vote at once, each of them', async () => {
    const request = aNewRequest();
    await approvals.put(request, term);
    await Promise.all(
      [1, 2, 3, 4].map((n) =>
        approvals.vote(request.id, (votes) => ({ kind: 'open', votes: [...votes, voteOf(n)] })),
      ),
    );
    const { votes = [] } = (await approvals.find(request.id)) ?? {};
    expect(votes.toSorted((one, other) => one.person.id.localeCompare(other.person.id))).toEqual(
      [1, 2, 3, 4].map(voteOf),
    );
    expect(await pending()).toContain(request.id);
    expect(await approvals.vote(request.id, () => ({ kind: 'open', votes: [] }))).toEqual({
      kind: 'open',
      votes: [],
    });
    expect(await approvals.find(request.id)).not.toHaveProperty('votes');
  });
  it('is decided by the vote that reaches the quorum, exactly once, and keeps who approved', async () => {
    const request = aNewRequest();
    await approvals.put(request, term);
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        approvals.vote(request.id, (before) => {
          const votes = [...before, voteOf(n)];
          if (votes.length < 3) return { kind: 'open', votes };
          const [one, other, last] = votes.map(({ person }) => person);
          const persons = {
            approvers: [one, other, last].flatMap((person) => person ?? []),
            provenBy: voteOf(n).person,
          };
          return { kind: 'decided', decision: { ...approve(`key-${String(n)}`), ...persons } };
        }),
      ),
    );
    const found = await approvals.find(request.id);
    expect(found?.decision?.approvers).toHaveLength(3);
    expect(found?.decision?.provenBy).toEqual(found?.decision?.approvers?.[2]);
    expect(found).not.toHaveProperty('votes');
    expect(await pending()).not.toContain(request.id);
    const decided = answers.flatMap((answer) => (answer?.kind === 'decided' ? [answer.decision] : []));
    expect(decided).toEqual([found?.decision, found?.decision]);
    const never = () => {
      throw new Error('A decided request takes no vote.');
    };
    expect(await approvals.vote(request.id, never)).toEqual({ kind: 'decided', decision: found?.decision });
    expect(await approvals.decide(request.id, approve('other'))).toEqual(found?.decision);
    await approvals.finish(request.id);
    expect((await approvals.find(request.id))?.decision).toEqual(found?.decision);
  });
  it('that is unknown takes no vote', async () =>
    expect(await approvals.vote('nothing', () => ({ kind: 'open', votes: [voteOf(1)] }))).toBeUndefined());
  it('that is unknown can be finished, which changes nothing', async () => {
    await approvals.finish('nothing');
    expect(await approvals.find('nothing')).toBeUndefined();
  });
  it('that nobody has put is not found, whatever its id', async () => {
    for (const id of ['nothing', "a'b", 'a/b#c?d\\e', 'ü', ' '.repeat(3)]) {
      expect(await approvals.find(id)).toBeUndefined();
    }
  });
  it('is removed when it has expired', async () => {
    const request = aNewRequest();
    await approvals.put(request, { now: at(0), expiresAt: at(2000 * HOUR) });
    await side.ledger.sweep(at(2000 * HOUR - 1));
    expect(await approvals.find(request.id)).toBeDefined();
    await side.ledger.sweep(at(2002 * HOUR));
    expect(await approvals.find(request.id)).toBeUndefined();
  });
});
