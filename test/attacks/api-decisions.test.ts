import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processMessage } from '../../shared/app/process-message';
import { resumeDecisions } from '../../shared/app/resume-decisions';
import type { ApprovalId } from '../../shared/core/ids';
import { provenDecisionId, storedId } from '../../shared/core/ids';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, resultOfBytes } from '../support/app';
import { aPerson, apiOfTwins, callers } from '../support/api';

const known = {
  ...callers,
  avery: aPerson('avery', 'read', 'approve'),
  requester: aPerson('soc', 'request', 'approve'),
  foreign: { ...callers.approver, objectId: '99999999-3c52-4f0e-8a41-5d6c7e8f9b01' },
  look: { ...callers.nothing, userPrincipalName: 'lead@contoso.com' },
};

/** A request of `requester` for `avery` that waits for approval. */
async function waiting() {
  const side = apiOfTwins({}, known);
  await side.call('POST', 'requests', {
    token: 'requester',
    body: { user: 'avery@contoso.com', confirm: true },
  });
  await side.drain();
  const { body } = await side.call('GET', 'approvals', { token: 'approver' });
  const [{ id = '', digest = '' } = {}] = body['value'] as { id?: string; digest?: string }[];
  const last = () => side.resultsTopic.published.map((one) => resultOfBytes(one.body).data).at(-1);
  return { ...side, id, digest, approve: { decision: 'approve', digest }, last };
}

const attempts = fc.array(
  fc.record({
    token: fc.constantFrom(
      'avery',
      'requester',
      'foreign',
      'look',
      'nothing',
      'analyst',
      'playbook',
      'forged',
    ),
    body: fc.oneof(
      fc.constant({ decision: 'approve' }),
      fc.record({ decision: fc.constantFrom('approve', 'APPROVE', 'expire', null, true) }),
      fc.record({
        decision: fc.constant('approve'),
        by: fc.constantFrom('lead@contoso.com', 'other@contoso.com'),
      }),
      fc.json(),
    ),
    many: fc.boolean(),
    headers: fc.constantFrom(
      {},
      { 'x-ms-client-principal-id': callers.approver.objectId },
      { 'x-ms-client-principal-name': 'lead@contoso.com', 'x-functions-key': 'x' },
    ),
  }),
  { maxLength: 12 },
);

describe('a decision of somebody who may not make it', () => {
  it('never counts, in whatever order and form such decisions come, and keeps no other from counting', async () => {
    await fc.assert(
      fc.asyncProperty(attempts, async (all) => {
        const { id, digest, approve, call, drain, tenant } = await waiting();
        for (const { token, body, many, headers } of all) {
          const about = many ? { approvals: [{ id, digest }] } : { digest };
          const sent = typeof body === 'object' ? { ...body, ...about } : body;
          const path = many ? 'approvals' : `approvals/${id}`;
          const answer = await call('POST', path, { token, headers, body: sent });
          const value = (answer.body['value'] ?? []) as { problem?: unknown }[];
          expect(answer.status >= 400 || value.every(({ problem }) => problem !== undefined)).toBe(true);
          await drain();
        }
        expect(tenant.revoked).toEqual([]);
        expect((await call('POST', `approvals/${id}`, { token: 'approver', body: approve })).status).toBe(
          200,
        );
        await drain();
        expect(tenant.revoked).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a decision over the API and one by the queue', () => {
  const byQueue = (id: string, by: string, messageId = 'by-queue') =>
    aMessage({ confirmation: id, decision: 'approve', by }, {}, { messageId });

  it('is not proven because somebody sends the message that would bring it to the request queue before', async () => {
    const { id, approve, call, dependencies, last } = await waiting();
    const { objectId } = callers.approver;
    const forged = byQueue(id, objectId, provenDecisionId(storedId<ApprovalId>(id), 'approve', objectId));
    await processMessage(dependencies, forged);
    expect(last()).toMatchObject({ status: 'signOutPending', confirmation: { decision: 'approve' } });
    expect(last()?.confirmation).not.toHaveProperty('byProven');
    expect(await call('POST', `approvals/${id}`, { token: 'approver', body: approve })).toMatchObject({
      status: 409,
    });
  });
  it('is not taken for another because that one comes after it', async () => {
    const { id, digest, call, dependencies, drain, tenant, last } = await waiting();
    await call('POST', `approvals/${id}`, {
      token: 'approver',
      body: { decision: 'decline', digest },
    });
    await processMessage(dependencies, byQueue(id, 'other@contoso.com'));
    await drain();
    expect(tenant.revoked).toEqual([]);
    expect(last()).toMatchObject({
      status: 'declined',
      confirmation: { by: 'lead@contoso.com', byProven: true },
    });
  });
});

describe('a decision whose message is lost', () => {
  it('counts, is carried out when the call is repeated, and once', async () => {
    const side = await waiting();
    const { dependencies, id, approve, drain, tenant } = side;
    const queue = dependencies.requestQueue;
    const send = queue.send.bind(queue);
    let isDown = true;
    queue.send = (...args) =>
      isDown ? Promise.reject(new Unavailable('serviceBus', undefined)) : send(...args);
    const decide = () => side.call('POST', `approvals/${id}`, { token: 'approver', body: approve });
    const failed = await decide();
    expect(failed).toMatchObject({ status: 503 });
    expect(failed.headers.get('retry-after')).toBe('15');
    isDown = false;
    expect(await decide()).toMatchObject({ status: 200, body: { byProven: true } });
    expect(await decide()).toMatchObject({ status: 200 });
    await drain();
    expect(tenant.revoked).toHaveLength(1);
  });
  it('is finished by the sweep, in the proven name, if nobody repeats the call', async () => {
    const { dependencies, requestQueue, id, approve, call, clock, tenant, last } = await waiting();
    await call('POST', `approvals/${id}`, { token: 'approver', body: approve });
    const before = requestQueue.sent.length;
    clock.advance(6 * 60_000);
    expect(await resumeDecisions(dependencies)).toBe(1);
    const [resumed] = requestQueue.sent.slice(before);
    await processMessage(dependencies, {
      body: resumed?.body ?? new Uint8Array(),
      history: { origin: { messageId: resumed?.id ?? '' }, attempts: 0, receivedBy: 'unproven' },
    });
    expect(tenant.revoked).toHaveLength(1);
    expect(last()).toMatchObject({ confirmation: { by: 'lead@contoso.com', byProven: true } });
  });
});
