import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import { notifyAgain, notifyOutcome } from '../../functions/notify-outcome';
import { serviceBusSubscription } from '../../functions/service-bus-entity';
import { waitBeforeRedelivery } from '../../functions/wait-before-redelivery';
import type { Brought, EarlierTries } from '../../shared/app/notify-again';
import { fixedClock } from '../support/fixed-clock';

const notNotified = { eventId: 'o-1', failures: [{ name: 'soc', reason: 'HTTP 404' }] };
const kept: Brought = { kind: 'kept', ...notNotified, retryAfterMs: 0 };

function invoked(brought: Brought, deliveryCount?: unknown, create = notifyOutcome) {
  const logged: string[] = [];
  const earlier: EarlierTries[] = [];
  const clock = fixedClock();
  const context = new InvocationContext({
    functionName: 'notify',
    invocationId: 'i-1',
    triggerMetadata: { deliveryCount, applicationProperties: { notifyNames: 'soc', notifyTries: 3 } },
    logHandler: (level, ...args) => void logged.push(`${level}: ${args.join(' ')}`),
  });
  const handle = create(
    (_body, tries) => {
      earlier.push(tries);
      return Promise.resolve(brought);
    },
    waitBeforeRedelivery(clock, () => 1),
  );
  return { done: Promise.resolve(handle(Buffer.from('{}'), context)), logged, clock, earlier };
}

describe('the function notify', () => {
  it('reads one message of its subscription at a time, as bytes', () =>
    expect(serviceBusSubscription('results', 'notify', () => undefined).trigger).toEqual({
      type: 'serviceBusTrigger',
      name: 'message',
      connection: 'ServiceBusConnection',
      topicName: 'results',
      subscriptionName: 'notify',
      cardinality: 'one',
      dataType: 'binary',
    }));
  it('completes a message that is done with, and logs ids and names only', async () => {
    const { done, logged } = invoked({ kind: 'notified', eventId: 'o-1', names: ['soc', 'chat'] });
    await done;
    expect(logged).toEqual(['information: notified event=o-1 to=soc,chat']);
    await invoked({ kind: 'skipped' }).done;
  });
  it('completes a message whose event is brought again by another one, and holds nothing for it', async () => {
    const { done, logged, clock } = invoked({ kind: 'scheduled', ...notNotified });
    await done;
    expect(logged).toEqual(['warning: not notified event=o-1 soc: HTTP 404']);
    expect(clock.slept).toEqual([]);
    expect(invoked({ kind: 'scheduled', eventId: 'o-1', failures: [] }).logged).toEqual([]);
  });
  it('returns a message that is given up at once, with the reason: the broker counts, and nobody is called', async () => {
    const { done, clock } = invoked({ kind: 'givenUp', ...notNotified }, 1, notifyAgain);
    await expect(done).rejects.toThrow('did not accept the event o-1: soc: HTTP 404.');
    expect(clock.slept).toEqual([]);
  });
  it('believes what a message says of earlier tries only on the queue to which the app alone sends', () => {
    expect(invoked({ kind: 'skipped' }).earlier).toEqual([{ attempts: 0 }]);
    expect(invoked({ kind: 'skipped' }, 1, notifyAgain).earlier).toEqual([{ names: ['soc'], attempts: 3 }]);
  });
  it('returns one that it cannot read, without a wait: the broker gives up on it', async () => {
    const { done, clock } = invoked({ kind: 'unreadable' });
    await expect(done).rejects.toThrow('is not an event that this version can read');
    expect(clock.slept).toEqual([]);
  });
});

describe('before a message is returned that the queue of later tries does not take, the function waits', () => {
  it.each<[unknown, number | undefined, number]>([
    [1, undefined, 15_000],
    [2, undefined, 30_000],
    [5, undefined, 240_000],
    [10, undefined, 300_000],
    [undefined, undefined, 15_000],
    ['x', undefined, 15_000],
    [1, 60_000, 60_000],
    [1, 86_400_000, 300_000],
    [3, 1_000, 60_000],
  ])('after delivery %s, asked to wait %s ms: %d ms', async (count, retryAfterMs, waited) => {
    const { done, clock } = invoked({ ...kept, retryAfterMs: retryAfterMs ?? 0 }, count);
    await expect(done).rejects.toThrow();
    expect(clock.slept).toEqual([waited]);
  });
});
