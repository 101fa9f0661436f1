import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import { notifyOutcome } from '../../functions/notify-outcome';
import { serviceBusSubscription } from '../../functions/service-bus-entity';
import { waitBeforeRedelivery } from '../../functions/wait-before-redelivery';
import type { Notified } from '../../shared/app/notify';
import { fixedClock } from '../support/fixed-clock';

const failed: Notified = {
  kind: 'failed',
  outcomeId: 'o-1',
  failures: [{ name: 'soc', reason: 'HTTP 404' }],
};

function invoked(notified: Notified, deliveryCount?: unknown) {
  const logged: string[] = [];
  const clock = fixedClock();
  const context = new InvocationContext({
    functionName: 'notify',
    invocationId: 'i-1',
    triggerMetadata: { deliveryCount },
    logHandler: (level, ...args) => void logged.push(`${level}: ${args.join(' ')}`),
  });
  const handle = notifyOutcome(
    () => Promise.resolve(notified),
    waitBeforeRedelivery(clock, () => 1),
  );
  return { done: Promise.resolve(handle(Buffer.from('{}'), context)), logged, clock };
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
    const { done, logged } = invoked({ kind: 'notified', outcomeId: 'o-1', names: ['soc', 'chat'] });
    await done;
    expect(logged).toEqual(['information: notified outcome=o-1 to=soc,chat']);
    await invoked({ kind: 'skipped' }).done;
  });
  it('returns a message that some have not accepted, with the reason', async () => {
    const { done, logged } = invoked(failed);
    await expect(done).rejects.toThrow('did not accept the outcome o-1: soc: HTTP 404.');
    expect(logged).toEqual(['warning: not notified outcome=o-1 soc: HTTP 404']);
  });
  it('returns one that it cannot read, without a wait: the broker gives up on it', async () => {
    const { done, clock } = invoked({ kind: 'unreadable' });
    await expect(done).rejects.toThrow('is not an event that this version can read');
    expect(clock.slept).toEqual([]);
  });
});

describe('before a message is returned, the function waits', () => {
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
    const { done, clock } = invoked(retryAfterMs === undefined ? failed : { ...failed, retryAfterMs }, count);
    await expect(done).rejects.toThrow();
    expect(clock.slept).toEqual([waited]);
  });
});
