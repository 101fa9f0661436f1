import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../../shared/ports/unavailable';
import { processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { aMessage, members, resultOfBytes, appOfTwins } from '../support/app';

const avery = members[0]?.id ?? '';
const why = { reason: 'MaxDeliveryCountExceeded', description: 'Too often.' };

function statuses({ results }: ReturnType<typeof appOfTwins>): string[] {
  return resultsTopic.published.map(({ subject }) => subject);
}

describe('a dead letter', () => {
  it('is answered for each of its users with the broker’s reason, kept, and nobody is revoked', async () => {
    const side = appOfTwins();
    await processDeadLetter(
      side.dependencies,
      aMessage({ users: ['avery@contoso.com', 'blake@contoso.com'] }),
      why,
    );
    expect(statuses(side)).toEqual(['failed', 'failed']);
    const [first] = side.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(first?.detail).toBe('The broker gave the message up: MaxDeliveryCountExceeded: Too often.');
    expect(side.quarantine.kept).toHaveLength(1);
    expect(side.tenant.revoked).toEqual([]);
  });
  it('that is no request is rejected with both reasons, and kept', async () => {
    const side = appOfTwins();
    await processDeadLetter(side.dependencies, aMessage('not json'), {});
    expect(statuses(side)).toEqual(['rejected']);
    const [result] = side.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(result?.issues).toEqual([
      { path: '$', message: 'The broker gave the message up: no reason given' },
      { path: '$', message: expect.stringContaining('JSON') },
    ]);
    expect(side.quarantine.kept).toHaveLength(1);
  });
  it('that bears the id of another request is rejected', async () => {
    const side = appOfTwins();
    await processMessage(side.dependencies, aMessage({ id: 'r', user: 'avery@contoso.com' }));
    await processDeadLetter(side.dependencies, aMessage({ id: 'r', user: 'blake@contoso.com' }), why);
    expect(statuses(side)).toEqual(['signOutPending', 'rejected']);
  });
  it('whose outcome is on record is answered by that, and not kept: it was done after all', async () => {
    const side = appOfTwins();
    const message = aMessage({ user: 'avery@contoso.com' });
    await processMessage(side.dependencies, message);
    await processDeadLetter(side.dependencies, message, why);
    expect(statuses(side)).toEqual(['signOutPending', 'signOutPending']);
    expect(side.quarantine.kept).toEqual([]);
    expect(side.tenant.revoked).toEqual([avery]);
  });
  it('of a request that wanted a preview says so', async () => {
    const side = appOfTwins();
    await processDeadLetter(side.dependencies, aMessage({ user: 'avery@contoso.com', whatIf: true }), why);
    expect(side.resultsTopic.published[0]?.applicationProperties).toMatchObject({
      status: 'failed',
      mode: 'whatIf',
    });
  });
  it.each([
    [
      'the topic is down',
      { results: { publish: () => Promise.reject(new Unavailable('serviceBus', undefined)) } },
    ],
    [
      'its original cannot be kept',
      { rejectedMessages: { keep: () => Promise.reject(new Unavailable('serviceBus', undefined)) } },
    ],
  ])('is delivered again when %s, though not at once', async (_when, change) => {
    const side = appOfTwins();
    const dead = processDeadLetter({ ...side.dependencies, ...change }, aMessage({ user: 'a@b.c' }), why);
    await expect(dead).rejects.toThrow(Unavailable);
    expect(side.clock.slept).toEqual([10_000]);
  });
  it('is left while somebody else is at work on it', async () => {
    const side = appOfTwins();
    const held = () => Promise.resolve({ kind: 'held', until: side.clock.now() } as const);
    const ledger = {
      ...side.dependencies.ledger,
      outcomes: { ...side.dependencies.ledger.outcomes, lease: held },
    };
    await expect(
      processDeadLetter({ ...side.dependencies, ledger }, aMessage({ user: 'a@b.c' }), why),
    ).rejects.toThrow('Somebody else is at work');
    expect(side.resultsTopic.published).toEqual([]);
  });
});
