import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../../shared/ports/unavailable';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, appOfTwins, members, resultOfBytes } from '../support/app';

const avery = members[0]?.id ?? '';
const why = { reason: 'MaxDeliveryCountExceeded', description: 'Too often.' };

function statuses({ resultsTopic }: ReturnType<typeof appOfTwins>): string[] {
  return resultsTopic.published.map(({ subject }) => subject);
}

describe('a dead letter', () => {
  it('is answered for each of its users with the broker’s reason, kept, and nobody is revoked', async () => {
    const app = appOfTwins();
    await processDeadLetter(
      app.dependencies,
      aMessage({ users: ['avery@contoso.com', 'blake@contoso.com'] }),
      why,
    );
    expect(statuses(app)).toEqual(['failed', 'failed']);
    const [first] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(first?.detail).toBe(
      'The broker moved the message to its dead-letter queue: MaxDeliveryCountExceeded: Too often.',
    );
    expect(app.quarantine.kept).toHaveLength(1);
    expect(app.tenant.revoked).toEqual([]);
  });
  it('that is not a request is rejected with both reasons, and kept', async () => {
    const app = appOfTwins();
    await processDeadLetter(app.dependencies, aMessage('not json'), {});
    expect(statuses(app)).toEqual(['rejected']);
    const [result] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(result?.issues).toEqual([
      { path: '$', message: 'The broker moved the message to its dead-letter queue: no reason given' },
      { path: '$', message: expect.stringContaining('JSON') },
    ]);
    expect(app.quarantine.kept).toHaveLength(1);
  });
  it('that has the id of another request is rejected', async () => {
    const app = appOfTwins();
    await processMessage(app.dependencies, aMessage({ id: 'r', user: 'avery@contoso.com' }));
    await processDeadLetter(app.dependencies, aMessage({ id: 'r', user: 'blake@contoso.com' }), why);
    expect(statuses(app)).toEqual(['signOutPending', 'rejected']);
  });
  it('with a recorded outcome is answered by that one, and not kept, since it was carried out', async () => {
    const app = appOfTwins();
    const message = aMessage({ user: 'avery@contoso.com' });
    await processMessage(app.dependencies, message);
    await processDeadLetter(app.dependencies, message, why);
    expect(statuses(app)).toEqual(['signOutPending', 'signOutPending']);
    expect(app.quarantine.kept).toEqual([]);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('of a preview has the mode of a preview', async () => {
    const app = appOfTwins();
    await processDeadLetter(app.dependencies, aMessage({ user: 'avery@contoso.com', whatIf: true }), why);
    expect(app.resultsTopic.published[0]?.applicationProperties).toMatchObject({
      status: 'failed',
      mode: 'whatIf',
    });
  });
  it.each([
    [
      'the topic is down',
      { resultsTopic: { publish: () => Promise.reject(new Unavailable('serviceBus', undefined)) } },
    ],
    [
      'its original cannot be kept',
      { quarantine: { keep: () => Promise.reject(new Unavailable('serviceBus', undefined)) } },
    ],
  ])('is redelivered when %s, after a pause', async (_when, change) => {
    const app = appOfTwins();
    const dead = processDeadLetter({ ...app.dependencies, ...change }, aMessage({ user: 'a@b.c' }), why);
    await expect(dead).rejects.toThrow(Unavailable);
    expect(app.clock.slept).toEqual([10_000]);
  });
  it('is redelivered while another instance is processing it', async () => {
    const app = appOfTwins();
    const acquire = () => Promise.resolve({ kind: 'busy', leaseExpiresAt: app.clock.now() } as const);
    const ledger = {
      ...app.dependencies.ledger,
      outcomes: { ...app.dependencies.ledger.outcomes, acquire },
    };
    await expect(
      processDeadLetter({ ...app.dependencies, ledger }, aMessage({ user: 'a@b.c' }), why),
    ).rejects.toThrow('Another instance is processing this message.');
    expect(app.resultsTopic.published).toEqual([]);
  });
});
