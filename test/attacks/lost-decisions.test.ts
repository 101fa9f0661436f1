import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../shared/app/dependencies';
import type { IncomingMessage } from '../../shared/app/incoming-message';
import type { DeadLetter } from '../../shared/ports/dead-letters';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { resumeDecisions } from '../../shared/app/resume-decisions';
import { textDetail } from '../../shared/core/detail';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, members } from '../support/app';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import {
  approve,
  confirmationOf,
  confirmedRequest as request,
  conversationWithTwins,
} from '../support/conversation-with-twins';

const avery = members[0]?.id ?? '';
const HOUR = 3_600_000;
const TEN_MINUTES = 600_000;
const why = { reason: 'MaxDeliveryCountExceeded' };
const dead = (message: IncomingMessage): DeadLetter => ({ ...message, ...why, failures: 0 });

/** The app, killed whenever it would sign somebody out. */
function killed({ dependencies }: ConversationWithTwins): Dependencies {
  const { graph } = dependencies.revokers;
  return {
    ...dependencies,
    revokers: { graph: { ...graph, revoke: () => Promise.reject(new Error('killed')) } },
  };
}

/** An approval that was recorded, and whose message was lost before it was carried out. */
async function lostApproval() {
  const app = conversationWithTwins();
  const confirmation = await confirmationOf(app, request);
  const message = aMessage(approve(confirmation), {}, { messageId: 'approval' });
  await expect(processMessage(killed(app), message)).rejects.toThrow('killed');
  return { app, confirmation, message };
}

/** Delivers the app's own messages of a kind. */
async function deliver(app: ConversationWithTwins, kind: 'expiry' | 'resume', dependencies?: Dependencies) {
  const sent = app.requestQueue.sent.filter(({ id }) => id.startsWith(`${kind}-`));
  for (const { id, body } of sent) {
    await processMessage(
      dependencies ?? app.dependencies,
      aMessage(Buffer.from(body), {}, { messageId: id }),
    );
  }
  return sent.length;
}

const carriedOut = {
  status: 'signOutPending',
  requestId: 'request-1',
  confirmation: { decision: 'approve' },
};

describe('a decision that is recorded is finished by whatever comes next', () => {
  it('by the message that ends the wait', async () => {
    const { app } = await lostApproval();
    app.clock.advance(12 * HOUR);
    // The age of an approved request counts from its approval.
    await deliver(app, 'expiry', {
      ...app.dependencies,
      policy: { ...app.dependencies.policy, maxRequestAgeMs: 24 * HOUR },
    });
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()).toMatchObject(carriedOut);
  });
  it.each([
    ['by somebody else', 'other@contoso.com', 'duplicate'],
    ['by somebody who may not decide', 'soc@contoso.com', 'rejected'],
  ])('by a second decision %s, which is answered itself', async (_whose, by, status) => {
    const { app, confirmation } = await lostApproval();
    await app.send({ confirmation, decision: 'decline', by });
    expect(app.last()).toMatchObject({ status, requestId: 'message-2' });
    expect(await deliver(app, 'resume')).toBe(1);
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()).toMatchObject(carriedOut);
  });
  it('and once it is, a second decision is only answered', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    await app.send(approve(confirmation));
    await app.send({ confirmation, decision: 'decline', by: 'other@contoso.com' });
    expect(app.statuses()).toEqual(['awaitingConfirmation', 'signOutPending', 'duplicate']);
    expect(await deliver(app, 'resume')).toBe(0);
  });
  it('by the sweep, once, and by no further sweep', async () => {
    const { app } = await lostApproval();
    expect(await resumeDecisions(app.dependencies)).toBe(0);
    app.clock.advance(TEN_MINUTES);
    expect(await resumeDecisions(app.dependencies)).toBe(1);
    await deliver(app, 'resume');
    expect(app.last()).toMatchObject(carriedOut);
    app.clock.advance(TEN_MINUTES);
    expect(await resumeDecisions(app.dependencies)).toBe(0);
  });
  it('by the sweep, also if the process was killed after the outcome was recorded and before it was published', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const publish = () => Promise.reject(new Unavailable('serviceBus', undefined));
    const mute = { ...app.dependencies, resultsTopic: { publish } };
    await processMessage(mute, aMessage(approve(confirmation)));
    app.clock.advance(TEN_MINUTES);
    expect(await resumeDecisions(app.dependencies)).toBe(1);
    await deliver(app, 'resume');
    expect(app.tenant.revoked).toEqual([avery]);
    expect(app.last()).toMatchObject(carriedOut);
  });
  it('by a later sweep, if it cannot be finished yet, without copies that add up', async () => {
    const { app } = await lostApproval();
    const failure = { kind: 'unavailable', detail: textDetail('Away.') } as const;
    const { graph } = app.dependencies.revokers;
    const revoke = () => Promise.resolve({ kind: 'failed', failure, attempts: 1, requestIds: [] } as const);
    const failing = { ...app.dependencies, revokers: { graph: { ...graph, revoke } } };
    for (let n = 1; n <= 3; n++) {
      app.clock.advance(TEN_MINUTES);
      expect(await resumeDecisions(app.dependencies)).toBe(1);
      await deliver(app, 'resume', failing);
    }
    expect(app.requestQueue.scheduled).toEqual([]);
    app.clock.advance(TEN_MINUTES);
    await resumeDecisions(app.dependencies);
    await deliver(app, 'resume');
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('as soon as the lease of the process that was killed has ended', async () => {
    const { app, confirmation } = await lostApproval();
    const { outcomes } = app.dependencies.ledger;
    const leaseExpiresAt = new Date(app.clock.now().getTime() + 15_000);
    const acquire = () => Promise.resolve({ kind: 'busy', leaseExpiresAt } as const);
    const held = { ...app.dependencies.ledger, outcomes: { ...outcomes, acquire } };
    const resume = aMessage({ confirmation, decision: 'expire' }, {}, { messageId: 'resume' });
    const { retry } = await processMessage({ ...app.dependencies, ledger: held }, resume);
    expect(retry).toEqual({ kind: 'retry', at: leaseExpiresAt, reason: 'claimed' });
  });
  it('a decision to decline as well', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const outcomes = {
      ...app.dependencies.ledger.outcomes,
      record: () => Promise.reject(new Error('killed')),
    };
    const dying = { ...app.dependencies, ledger: { ...app.dependencies.ledger, outcomes } };
    const decline = aMessage({ confirmation, decision: 'decline', by: 'lead@contoso.com' });
    await expect(processMessage(dying, decline)).rejects.toThrow('killed');
    app.clock.advance(12 * HOUR);
    await deliver(app, 'expiry');
    expect(app.last()).toMatchObject({ status: 'declined', confirmation: { by: 'lead@contoso.com' } });
  });
});

describe('a decision on the dead-letter queue is answered by its real state', () => {
  it('one that is recorded is finished', async () => {
    const { app, message } = await lostApproval();
    const before = app.published().length;
    await processDeadLetter(app.dependencies, dead(message));
    expect(app.published()).toHaveLength(before);
    expect(await deliver(app, 'resume')).toBe(1);
    expect(app.last()).toMatchObject(carriedOut);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('one that cannot be finished ends failed, is kept, and can be replayed', async () => {
    const { app, message } = await lostApproval();
    await processDeadLetter(app.dependencies, dead(message));
    const resume = app.requestQueue.sent.find(({ id }) => id.startsWith('resume-'));
    const own = aMessage(Buffer.from(resume?.body ?? []), {}, { messageId: resume?.id ?? '' });
    await expect(processMessage(killed(app), own)).rejects.toThrow('killed');
    await processDeadLetter(app.dependencies, dead(own));
    expect(app.last()).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('MaxDeliveryCountExceeded'),
      requestId: 'request-1',
      confirmation: { decision: 'approve', by: 'lead@contoso.com' },
    });
    expect(app.quarantine.kept).toHaveLength(1);
    app.clock.advance(TEN_MINUTES);
    expect(await resumeDecisions(app.dependencies)).toBe(0);
    await processMessage(app.dependencies, { ...own, history: { ...own.history, replay: 'r-1' } });
    expect(app.last()).toMatchObject(carriedOut);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('one that is finished is published again, and not done again', async () => {
    const app = conversationWithTwins();
    const message = aMessage(approve(await confirmationOf(app, request)));
    await processMessage(app.dependencies, message);
    await processDeadLetter(app.dependencies, dead(message));
    expect(app.published()).toHaveLength(3);
    expect(new Set(app.published().map(({ id }) => id)).size).toBe(2);
    expect(await deliver(app, 'resume')).toBe(0);
    await deliver(app, 'expiry', app.dependencies);
    const expiry = app.requestQueue.sent.find(({ id }) => id.startsWith('expiry-'));
    await processDeadLetter(app.dependencies, dead(aMessage(Buffer.from(expiry?.body ?? []))));
    expect(app.published()).toHaveLength(3);
    expect(app.last()).toMatchObject(carriedOut);
    expect(app.quarantine.kept).toEqual([]);
  });
  it('one that came second is rejected, and has the first finished', async () => {
    const { app, confirmation } = await lostApproval();
    const second = aMessage({ confirmation, decision: 'decline', by: 'other@contoso.com' });
    await processDeadLetter(app.dependencies, dead(second));
    expect(app.last()?.status).toBe('rejected');
    await deliver(app, 'resume');
    expect(app.last()).toMatchObject(carriedOut);
  });
  it('a message that ends the wait of a request which is gone changes nothing', async () => {
    const app = conversationWithTwins();
    await processDeadLetter(app.dependencies, dead(aMessage({ confirmation: 'gone', decision: 'expire' })));
    await processDeadLetter(app.dependencies, dead(aMessage(approve('gone'))));
    expect(app.statuses()).toEqual(['rejected']);
  });
  it('an expiry that is due expires the request, and one that is not is scheduled again', async () => {
    const app = conversationWithTwins();
    const confirmation = await confirmationOf(app, request);
    const expiry = aMessage({ confirmation, decision: 'expire' });
    await processDeadLetter(app.dependencies, dead(expiry));
    expect(app.last()?.status).toBe('awaitingConfirmation');
    app.clock.advance(12 * HOUR);
    await processDeadLetter(app.dependencies, dead(expiry));
    expect(app.last()).toMatchObject({ status: 'expired', requestId: 'request-1' });
    expect(app.quarantine.kept).toEqual([]);
  });
});
