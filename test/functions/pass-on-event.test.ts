import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import { passOnEvent } from '../../functions/pass-on-event';
import { waitBeforeRedelivery } from '../../functions/wait-before-redelivery';
import type { PassedOn } from '../../shared/app/pass-on';
import { fixedClock } from '../support/fixed-clock';

function invoked(passed: PassedOn) {
  const logged: string[] = [];
  const clock = fixedClock();
  const context = new InvocationContext({
    functionName: 'archive',
    invocationId: 'i-1',
    triggerMetadata: { deliveryCount: 2 },
    logHandler: (level, ...args) => void logged.push(`${level}: ${args.join(' ')}`),
  });
  const handle = passOnEvent(
    { passOn: () => Promise.resolve(passed), done: 'archived', name: 'The archive' },
    waitBeforeRedelivery(clock, () => 1),
  );
  return { done: Promise.resolve(handle(Buffer.from('{}'), context)), logged, clock };
}

describe('a function that passes events on', () => {
  it('completes a message that is done with', async () => {
    const { done, logged } = invoked({ kind: 'passedOn', eventId: 'o-1' });
    await done;
    expect(logged).toEqual(['information: archived event=o-1']);
    await invoked({ kind: 'skipped' }).done;
  });
  it('returns one that was not taken, after a wait, with the reason', async () => {
    const { done, logged, clock } = invoked({ kind: 'failed', eventId: 'o-1', reason: 'HTTP 403' });
    await expect(done).rejects.toThrow('The archive did not accept the event o-1: HTTP 403.');
    expect(logged).toEqual(['warning: not archived event=o-1 HTTP 403']);
    expect(clock.slept).toEqual([30_000]);
  });
  it('returns one that it cannot read', async () => {
    const { done, clock } = invoked({ kind: 'unreadable' });
    await expect(done).rejects.toThrow('is not an event that this version can read');
    expect(clock.slept).toEqual([]);
  });
});
