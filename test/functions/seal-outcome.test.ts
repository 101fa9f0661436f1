import { describe, expect, it } from '@jest/globals';
import { InvocationContext } from '@azure/functions';
import { sealOutcome } from '../../functions/seal-outcome';
import { waitBeforeRedelivery } from '../../functions/wait-before-redelivery';
import type { Sealed } from '../../shared/app/seal';
import { fixedClock } from '../support/fixed-clock';

function invoked(sealed: Sealed) {
  const logged: string[] = [];
  const clock = fixedClock();
  const context = new InvocationContext({
    functionName: 'seal',
    invocationId: 'i-1',
    triggerMetadata: { deliveryCount: 2 },
    logHandler: (level, ...args) => void logged.push(`${level}: ${args.join(' ')}`),
  });
  const handle = sealOutcome(
    () => Promise.resolve(sealed),
    waitBeforeRedelivery(clock, () => 1),
  );
  return { done: Promise.resolve(handle(Buffer.from('{}'), context)), logged, clock };
}

describe('the function seal', () => {
  it('completes a message that is sealed, and logs where, as a witness', async () => {
    const where = { segment: '2026-11-23.0001.ndjson', batch: 7, digest: 'abc' };
    const { done, logged } = invoked({ kind: 'sealed', eventId: 'o-1', ...where });
    await done;
    expect(logged).toEqual([
      'information: sealed event=o-1 segment=2026-11-23.0001.ndjson batch=7 digest=abc',
    ]);
  });
  it('returns one that was not sealed, after a wait, with the reason', async () => {
    const { done, logged, clock } = invoked({ kind: 'failed', eventId: 'o-1', reason: 'No store.' });
    await expect(done).rejects.toThrow('The event o-1 was not sealed: No store.');
    expect(logged).toEqual(['warning: not sealed event=o-1 No store.']);
    expect(clock.slept).toEqual([30_000]);
  });
  it('returns one that it cannot read', async () => {
    const { done, clock } = invoked({ kind: 'unreadable' });
    await expect(done).rejects.toThrow('is not an event that this version can read');
    expect(clock.slept).toEqual([]);
  });
});
