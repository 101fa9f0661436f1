import { describe, expect, it } from '@jest/globals';
import { processMessage } from '../../shared/app/process-message';
import { reminderSchema } from '../../shared/messages/reminder-schema';
import { Unavailable } from '../../shared/ports/unavailable';
import { aMessage, copyOf } from '../support/app';
import type { ConversationWithTwins } from '../support/conversation-with-twins';
import {
  approve,
  confirmationOf,
  confirmedRequest as request,
  conversationWithTwins,
} from '../support/conversation-with-twins';

const HOUR = 3_600_000;
const endOfWait = (app: ConversationWithTwins) => {
  const { id = '', body = Buffer.alloc(0) } =
    app.requestQueue.sent.find((message) => message.id.startsWith('expiry-')) ?? {};
  return aMessage(Buffer.from(body), {}, { messageId: id, enqueuedAt: app.clock.now().toISOString() });
};
const reminders = ({ resultsTopic }: ConversationWithTwins) =>
  resultsTopic.published.flatMap((message) => {
    const read = reminderSchema.safeParse(JSON.parse(Buffer.from(message.body).toString()));
    return read.success ? [{ message, data: read.data.data }] : [];
  });

describe('a request on which nobody has decided by half of its time', () => {
  it('is announced once more, and then waits for the end of its time', async () => {
    const app = conversationWithTwins();
    const id = await confirmationOf(app, request);
    app.clock.advance(6 * HOUR);
    const { retry } = await processMessage(app.dependencies, endOfWait(app));
    expect(retry).toEqual({ kind: 'retry', at: new Date('2026-11-23T22:00:00.000Z'), reason: 'notDueYet' });
    expect(reminders(app)).toMatchObject([
      {
        message: {
          subject: 'awaitingConfirmation',
          applicationProperties: { reminder: 'awaitingConfirmation' },
        },
        data: {
          confirmation: { id, expiresAt: '2026-11-23T22:00:00.000Z' },
          outcomeId: app.published()[0]?.id,
          message:
            'The request to sign out avery@contoso.com still waits for approval. It expires at 2026-11-23T22:00:00.000Z.',
          requestedBy: 'soc@contoso.com',
        },
      },
    ]);
    app.clock.advance(6 * HOUR);
    const [copy] = app.requestQueue.scheduled;
    if (copy) await processMessage(app.dependencies, copyOf(copy));
    expect(app.last()).toMatchObject({ status: 'expired' });
  });
  it('is announced once, however often and by how many instances that is tried', async () => {
    const app = conversationWithTwins();
    await confirmationOf(app, request);
    app.clock.advance(6 * HOUR);
    await Promise.all([1, 2, 3].map(() => processMessage(app.dependencies, endOfWait(app))));
    app.clock.advance(HOUR);
    await processMessage(app.dependencies, endOfWait(app));
    expect(reminders(app)).toHaveLength(1);
    expect(app.telemetry.events.filter(({ kind }) => kind === 'reminder')).toHaveLength(1);
    expect(app.telemetry.events.filter(({ kind }) => kind === 'waiting')).toEqual([]);
  });
  it('is announced with the recorded bytes once the topic can be reached again', async () => {
    const app = conversationWithTwins();
    await confirmationOf(app, request);
    app.clock.advance(6 * HOUR);
    const publish = () => Promise.reject(new Unavailable('serviceBus', new Error('gone')));
    const silent = { ...app.dependencies, resultsTopic: { publish } };
    const { retry } = await processMessage(silent, endOfWait(app));
    expect(retry).toMatchObject({ reason: 'serviceBusUnavailable' });
    expect(reminders(app)).toEqual([]);
    app.clock.advance(60_000);
    await processMessage({ ...app.dependencies, locale: 'fr' }, endOfWait(app));
    expect(reminders(app).map(({ data }) => data.message)).toEqual([
      expect.stringContaining('still waits for approval'),
    ]);
  });
});

describe('a request that is decided', () => {
  it('is not announced again', async () => {
    const app = conversationWithTwins();
    await app.send(approve(await confirmationOf(app, request)));
    app.clock.advance(6 * HOUR);
    await processMessage(app.dependencies, endOfWait(app));
    expect(reminders(app)).toEqual([]);
  });
});
