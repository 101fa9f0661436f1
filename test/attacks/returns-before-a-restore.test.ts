import { describe, expect, it } from '@jest/globals';
import { lookForReturns } from '../../shared/app/look-for-returns';
import { storedId } from '../../shared/core/ids';
import type { OutcomeId } from '../../shared/core/ids';
import type { WatchPolicy } from '../../shared/core/watch';
import { appOfTwins } from '../support/app';
import { aSignIn, aWatch, minute } from '../support/watches';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const contain: WatchPolicy = { onReturn: 'contain', contain: ['disableSignIn'], latenessMs: 195 * 60_000 };

/** A sign-in after the revocation, which is first seen when a person has let the user in again. */
async function seenAfter(restoredAt: number | undefined) {
  const app = appOfTwins({ watch: contain });
  const intakeQueue = inMemoryRequestQueue();
  app.signInLog.add(aSignIn(5, 9));
  await app.dependencies.ledger.watches.begin(aWatch());
  if (restoredAt !== undefined) {
    const revokedAt = new Date(minute(restoredAt)).toISOString();
    const outcomeId = storedId<OutcomeId>('restored-1');
    await app.dependencies.ledger.watches.begin(aWatch({ outcomeId, revokedAt, isRestored: true }));
  }
  app.clock.advance(minute(10) - app.clock.now().getTime());
  await lookForReturns({ home: app.dependencies, intakeQueue });
  return intakeQueue.sent.length;
}

describe('a sign-in that is seen late', () => {
  it('has a user contained again', async () => expect(await seenAfter(undefined)).toBe(1));
  it('contains nobody whom a person has let in again since', async () => expect(await seenAfter(8)).toBe(0));
});
