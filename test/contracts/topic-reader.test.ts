import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicReaderCheck } from '../../shared/health/topic-reader-check';
import type { ServiceBusSide } from './service-bus-side';
import { serviceBusSide } from './service-bus-side';

let side: ServiceBusSide;
beforeAll(async () => {
  side = await serviceBusSide();
});
afterAll(() => side.stop());

const check = (subscription: string, laterQueue?: string) =>
  topicReaderCheck(side.client, {
    ...(laterQueue !== undefined && { laterQueue }),
    name: 'notifications',
    topic: 'revocation-results',
    subscription,
    remedy: 'Correct it.',
    setting: 'NOTIFY',
  }).run();

describe('the check of a function that reads from the topic', () => {
  it('finds its subscription', async () =>
    expect(await check('notify')).toEqual({ status: 'ok', detail: 'It exists, and the app may read it.' }));
  it('fails where it does not exist, names it, and says how it is created', async () =>
    expect(await check('missing')).toEqual({
      status: 'failed',
      detail: expect.stringMatching(/^The topic revocation-results has no subscription missing:/),
      remedy: expect.stringMatching(/^Deploy with NOTIFY .*az servicebus topic subscription create/),
    }));
  it('warns of outcomes that were given up, until they are removed', async () => {
    const sender = side.client.createSender('revocation-results');
    await sender.sendMessages({ body: Buffer.from('{}'), messageId: 'o-1' });
    await sender.close();
    const receiver = side.client.createReceiver('revocation-results', 'notify');
    for (const message of await receiver.receiveMessages(1)) await receiver.deadLetterMessage(message);
    await receiver.close();
    expect(await check('notify')).toEqual({
      status: 'warning',
      detail:
        'The dead-letter queue of the subscription notify has outcomes that were not passed on after the last try: 1.',
      remedy: 'Correct it.',
    });
    expect(await check('audit')).toMatchObject({ status: 'ok' });
  });
  it('warns of a queue of later tries that does not exist, and of what was given up there', async () => {
    expect(await check('audit', 'revocation-notify')).toMatchObject({ status: 'ok' });
    expect(await check('audit', 'missing')).toMatchObject({
      status: 'warning',
      detail: expect.stringMatching(/^The queue missing does not exist: /),
      remedy: expect.stringMatching(/^Deploy with NOTIFY /),
    });
    const sender = side.client.createSender('revocation-notify');
    await sender.sendMessages({ body: Buffer.from('{}'), messageId: 'o-2' });
    await sender.close();
    const receiver = side.client.createReceiver('revocation-notify');
    for (const message of await receiver.receiveMessages(1)) await receiver.deadLetterMessage(message);
    await receiver.close();
    expect(await check('audit', 'revocation-notify')).toMatchObject({
      status: 'warning',
      detail:
        'The dead-letter queue of the queue revocation-notify has outcomes that were not passed on after the last try: 1.',
    });
  });
});
