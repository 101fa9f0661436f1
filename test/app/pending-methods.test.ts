import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import type { RevocationAnswer } from '../../shared/core/revocation';
import type { Revoker } from '../../shared/ports/revoker';
import { aDeadLetter, aMessage, copyOf, members } from '../support/app';
import { answering, appWithSharePoint, failing, hanging } from '../support/two-methods';

const avery = members[0]?.id ?? '';
const body = { user: 'avery@contoso.com', alert: { id: 'a-1' } };
const HOUR_MS = 3_600_000;
const signedOut: RevocationAnswer = {
  kind: 'accepted',
  acceptedAt: new Date('2026-11-23T10:05:00.000Z'),
  effect: 'signedOut',
  attempts: 1,
  requestIds: ['s-9'],
};
const always =
  (answer: RevocationAnswer): Revoker['revoke'] =>
  () =>
    Promise.resolve(answer);

/** An app whose outcome is published while SharePoint is pending. */
async function pending() {
  const side = appWithSharePoint(always(failing('unavailable')));
  const processed = await processMessage(side.dependencies, aMessage(body));
  return { ...side, processed };
}

/** Processes the newest copy when it is due. */
async function nextCopy(side: Awaited<ReturnType<typeof pending>>, app: Dependencies) {
  const copy = side.requestQueue.scheduled.at(-1);
  if (!copy) throw new Error('Nothing is scheduled.');
  side.clock.advance(Math.max(0, copy.at.getTime() - side.clock.now().getTime()));
  return processMessage(app, copyOf(copy));
}

describe('a method that has not answered', () => {
  it('is pending in the outcome, and has the message come again', async () => {
    const { processed, outcomes, methodEvents, requestQueue } = await pending();
    expect(processed).toMatchObject({
      published: [{ outcome: { status: 'signOutPending', pendingMethods: ['sharePoint'] } }],
      retry: { reason: 'methodPending' },
    });
    expect(outcomes()).toHaveLength(1);
    expect(methodEvents()).toEqual([]);
    expect(requestQueue.scheduled).toHaveLength(1);
  });
  it('is called again for the user by object id, and reported by an event of its own', async () => {
    const side = await pending();
    side.tenant.rename('avery@contoso.com', 'avery.new@contoso.com');
    const asked: (string | undefined)[] = [];
    const app = answering(side.dependencies, (user) => {
      asked.push(user.userPrincipalName);
      return Promise.resolve(signedOut);
    });
    expect((await nextCopy(side, app)).retry).toBeUndefined();
    const [outcome] = side.outcomes();
    expect(asked).toEqual(['avery.new@contoso.com']);
    expect(side.tenant.revoked).toEqual([avery]);
    expect(side.methodEvents()).toMatchObject([
      {
        subject: 'sharePoint',
        data: {
          outcomeId: outcome?.id,
          requestId: 'message-1',
          user: { reference: 'avery@contoso.com', id: avery, userPrincipalName: 'avery.new@contoso.com' },
          method: { name: 'sharePoint', status: 'signedOut', attempts: 2, requestIds: ['s-9'] },
        },
      },
    ]);
    expect(side.methodEvents()[0]?.id).not.toBe(outcome?.id);
    expect(side.outcomes()).toHaveLength(1);
  });
  it('is reported with properties that no subscription by status or mode sees', async () => {
    const side = await pending();
    await nextCopy(side, answering(side.dependencies, always(signedOut)));
    expect(side.resultsTopic.published.at(-1)).toMatchObject({
      correlationId: 'message-1',
      subject: 'sharePoint',
      applicationProperties: { requestId: 'message-1', method: 'sharePoint', methodStatus: 'signedOut' },
    });
    const { applicationProperties } = side.resultsTopic.published.at(-1) ?? {};
    expect(applicationProperties).not.toHaveProperty('status');
    expect(applicationProperties).not.toHaveProperty('mode');
  });
  it('is reported to telemetry once', async () => {
    const side = await pending();
    await nextCopy(side, answering(side.dependencies, always(signedOut)));
    expect(side.telemetry.events.filter(({ kind }) => kind === 'method')).toMatchObject([
      { summary: { method: 'sharePoint', status: 'signedOut', attempts: 2, userId: avery } },
    ]);
  });
  it('is waited for, further and further apart, until the request is too old, and then has failed', async () => {
    const side = await pending();
    const waits: number[] = [];
    for (;;) {
      const before = side.clock.now().getTime();
      const { retry } = await nextCopy(side, side.dependencies);
      if (!retry) break;
      waits.push(side.clock.now().getTime() - before);
    }
    expect(waits.length).toBeGreaterThan(20);
    expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
    expect(side.methodEvents()).toMatchObject([{ data: { method: { status: 'failed' } } }]);
    expect(side.clock.now().getTime()).toBeLessThanOrEqual(Date.parse('2026-11-23T14:00:00.000Z'));
  });
  it('has failed at once where its failure does not pass', async () => {
    const side = await pending();
    await nextCopy(side, answering(side.dependencies, always(failing('forbidden'))));
    expect(side.methodEvents()).toMatchObject([{ data: { method: { status: 'failed', attempts: 2 } } }]);
  });
  it('is not called for a user who is gone, nor after policy has switched revocation or the method off', async () => {
    const never: Revoker['revoke'] = () => {
      throw new Error('SharePoint was called.');
    };
    const gone = () => Promise.resolve({ kind: 'notFound' } as const);
    const policies: readonly [(app: Dependencies) => Dependencies, string][] = [
      [(app) => ({ ...app, directory: { ...app.directory, find: gone } }), 'userNotFound'],
      [(app) => ({ ...app, policy: { ...app.policy, revocationEnabled: false } }), 'notEnabled'],
      [(app) => ({ ...app, policy: { ...app.policy, mode: 'whatIf' } }), 'notEnabled'],
      [(app) => ({ ...app, policy: { ...app.policy, methods: ['graph'] } }), 'notEnabled'],
      [(app) => ({ ...app, revokers: { graph: app.revokers.graph } }), 'notEnabled'],
    ];
    for (const [change, status] of policies) {
      const side = await pending();
      await nextCopy(side, change(answering(side.dependencies, never)));
      expect(side.methodEvents()).toMatchObject([{ data: { method: { status, attempts: 1 } } }]);
    }
  });
  it('is waited for while the directory cannot be read', async () => {
    const side = await pending();
    const failure = { kind: 'unavailable', detail: { code: 'graphThrottling', values: {} } } as const;
    const find = () => Promise.resolve({ kind: 'lookupFailed', failure } as const);
    const { directory } = side.dependencies;
    const { retry } = await nextCopy(side, { ...side.dependencies, directory: { ...directory, find } });
    expect(retry?.reason).toBe('methodPending');
    expect(side.methodEvents()).toEqual([]);
  });
});

describe('a message whose event is on the topic', () => {
  it('is answered by the same bytes when it is delivered again, and by none when a copy of it comes', async () => {
    const side = await pending();
    const app = answering(side.dependencies, always(signedOut));
    await nextCopy(side, app);
    const before = side.resultsTopic.published.length;
    await nextCopy(side, answering(app, hanging));
    expect(side.resultsTopic.published).toHaveLength(before);
    await processMessage(answering(app, hanging), aMessage(body));
    expect(side.resultsTopic.published).toHaveLength(before + 2);
    expect([side.outcomes().length, side.methodEvents().length]).toEqual([1, 1]);
  });
  it('is called once where two deliveries of it meet', async () => {
    const side = await pending();
    let calls = 0;
    const app = answering(side.dependencies, () => {
      calls++;
      return Promise.resolve(signedOut);
    });
    const both = await Promise.all([
      processMessage(app, aMessage(body)),
      processMessage(app, aMessage(body)),
    ]);
    expect(calls).toBe(1);
    expect(both.flatMap(({ retry }) => retry?.reason ?? [])).toEqual(['claimed']);
  });
});

describe('a dead letter', () => {
  it.each<[string, number]>([
    ['ends a method that is pending with failed, and calls nobody', 0],
    ['does so however old the request is by then', 24 * HOUR_MS],
  ])('%s', async (_rule, age) => {
    const side = await pending();
    side.clock.advance(age);
    const app = answering(side.dependencies, () => Promise.reject(new Error('SharePoint was called.')));
    const { retry } = await processDeadLetter(app, aDeadLetter(body, { reason: 'MaxDeliveryCountExceeded' }));
    expect(retry).toBeUndefined();
    expect(side.methodEvents()).toMatchObject([
      { data: { method: { status: 'failed', detail: expect.stringContaining('MaxDeliveryCountExceeded') } } },
    ]);
    expect(side.outcomes().map(({ subject }) => subject)).toEqual(['signOutPending']);
  });
});

describe('an approved request', () => {
  it('whose decision is done has its pending method reported by the copy of the decision', async () => {
    const side = appWithSharePoint(always(failing('unavailable')));
    await processMessage(side.dependencies, aMessage({ ...body, confirm: true }));
    const confirmation = side.outcomes()[0]?.data.confirmation?.id;
    const decision = { confirmation, decision: 'approve', by: 'lead@contoso.com' };
    await processMessage(side.dependencies, aMessage(decision, {}, { messageId: 'message-2' }));
    const copy = side.requestQueue.scheduled.at(-1);
    if (copy) await processMessage(answering(side.dependencies, always(signedOut)), copyOf(copy));
    expect(side.outcomes().map(({ subject }) => subject)).toEqual(['awaitingConfirmation', 'signOutPending']);
    expect(side.methodEvents()).toMatchObject([{ data: { method: { status: 'signedOut' } } }]);
    expect(side.tenant.revoked).toEqual([avery]);
  });
});
