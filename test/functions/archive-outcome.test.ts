import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import { archiveOutcome } from '../../functions/archive-outcome';
import { waitBeforeRedelivery } from '../../functions/wait-before-redelivery';
import type { Archived } from '../../shared/app/archive';
import { fixedClock } from '../support/fixed-clock';

function invoked(archived: Archived) {
  const logged: string[] = [];
  const clock = fixedClock();
  const context = new InvocationContext({
    functionName: 'archive',
    invocationId: 'i-1',
    triggerMetadata: { deliveryCount: 2 },
    logHandler: (level, ...args) => void logged.push(`${level}: ${args.join(' ')}`),
  });
  const handle = archiveOutcome(
    () => Promise.resolve(archived),
    waitBeforeRedelivery(clock, () => 1),
  );
  return { done: Promise.resolve(handle(Buffer.from('{}'), context)), logged, clock };
}

describe('the function archive', () => {
  it('completes a message that is done with', async () => {
    const { done, logged } = invoked({ kind: 'archived', eventId: 'o-1' });
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
