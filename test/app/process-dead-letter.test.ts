import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../../shared/ports/unavailable';
import { MAX_FAILURES, processDeadLetter } from '../../shared/app/process-dead-letter';
import { processMessage } from '../../shared/app/process-message';
import { aDeadLetter, aMessage, appOfTwins, members, resultOfBytes } from '../support/app';

const avery = members[0]?.id ?? '';
const unreadable = () => {
  throw new TypeError('bug');
};
const why = { reason: 'MaxDeliveryCountExceeded', description: 'Too often.' };

function statuses({ resultsTopic }: ReturnType<typeof appOfTwins>): string[] {
  return resultsTopic.published.map(({ subject }) => subject);
}

describe('a dead letter', () => {
  it('is answered for each of its users with the broker’s reason, kept, and nobody is revoked', async () => {
    const app = appOfTwins();
    await processDeadLetter(
      app.dependencies,
      aDeadLetter({ users: ['avery@contoso.com', 'blake@contoso.com'] }, why),
    );
    expect(statuses(app)).toEqual(['failed', 'failed']);
    const [first] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(first?.detail).toBe(
      'The broker moved the message to its dead-letter queue: MaxDeliveryCountExceeded: Too often.',
    );
    expect(app.quarantine.kept).toHaveLength(1);
    expect(app.tenant.revoked).toEqual([]);
  });
  it.each([
    [why, 'value', / send it in a data section\.$/],
    [why, 'sequence', / a sequence section: send it in a data section\.$/],
    [why, undefined, /: Too often\.$/],
    [{ reason: 'Poison' }, 'value', /: Poison$/],
  ] as const)(
    'of %j says how to send its body, if the host could not pass on that of a %s section',
    async (cause, section, detail) => {
      const app = appOfTwins();
      const letter = aDeadLetter({ user: 'avery@contoso.com' }, { ...cause, ...(section && { section }) });
      await processDeadLetter(app.dependencies, letter);
      const [result] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
      expect(result?.detail).toMatch(detail);
    },
  );
  it('that is not a request is rejected with both reasons, and kept', async () => {
    const app = appOfTwins();
    await processDeadLetter(app.dependencies, aDeadLetter('not json'));
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
    await processDeadLetter(app.dependencies, aDeadLetter({ id: 'r', user: 'blake@contoso.com' }, why));
    expect(statuses(app)).toEqual(['signOutPending', 'rejected']);
  });
  it('with a recorded outcome is answered by that one, and not kept, since it was carried out', async () => {
    const app = appOfTwins();
    const message = aMessage({ user: 'avery@contoso.com' });
    await processMessage(app.dependencies, message);
    await processDeadLetter(app.dependencies, { ...message, ...why, failures: 0 });
    expect(statuses(app)).toEqual(['signOutPending', 'signOutPending']);
    expect(app.quarantine.kept).toEqual([]);
    expect(app.tenant.revoked).toEqual([avery]);
  });
  it('of a preview has the mode of a preview', async () => {
    const app = appOfTwins();
    await processDeadLetter(app.dependencies, aDeadLetter({ user: 'avery@contoso.com', whatIf: true }, why));
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
  ])('is processed again when %s', async (_when, change) => {
    const app = appOfTwins();
    const dead = await processDeadLetter({ ...app.dependencies, ...change }, aDeadLetter({ user: 'a@b.c' }));
    expect(dead.retry?.reason).toBe('serviceBusUnavailable');
  });
  it('is processed again while another instance is processing it', async () => {
    const app = appOfTwins();
    const acquire = () => Promise.resolve({ kind: 'busy', leaseExpiresAt: app.clock.now() } as const);
    const ledger = {
      ...app.dependencies.ledger,
      outcomes: { ...app.dependencies.ledger.outcomes, acquire },
    };
    const dead = await processDeadLetter({ ...app.dependencies, ledger }, aDeadLetter({ user: 'a@b.c' }));
    expect(dead.retry?.reason).toBe('claimed');
    expect(app.resultsTopic.published).toEqual([]);
    expect(app.quarantine.kept).toEqual([]);
  });
  it('that has failed too often is answered and kept without being read', async () => {
    const app = appOfTwins();
    const letter = aDeadLetter({ user: 'avery@contoso.com' }, { ...why, failures: MAX_FAILURES });
    await processDeadLetter({ ...app.dependencies, decompress: unreadable }, letter);
    const [result] = app.resultsTopic.published.map(({ body }) => resultOfBytes(body).data);
    expect(result).toMatchObject({ status: 'rejected', requestId: 'message-1' });
    expect(result?.issues?.map(({ message }) => message)).toEqual([
      expect.stringContaining('MaxDeliveryCountExceeded'),
      'The message was set aside: answering it has failed 5 times.',
    ]);
    expect(app.quarantine.kept.map(({ original }) => original.body)).toEqual([letter.body]);
  });
});
