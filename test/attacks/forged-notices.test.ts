import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { earlierTries, eventBringer } from '../../shared/app/notify-again';
import { notifier } from '../../shared/app/notify';
import { fixedClock } from '../support/fixed-clock';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const event = (changes: object = {}) => ({
  id: 'o-1',
  time: '2026-11-26T10:00:00.000Z',
  type: 'io.github.session-revoker.reminder.v1',
  data: {
    outcomeId: 'o-1',
    requestId: 'r-1',
    tenantId: 't-1',
    user: { reference: 'avery@contoso.com' },
    confirmation: { id: 'c-1', expiresAt: '2026-11-26T11:00:00.000Z' },
    status: 'held',
    message: 'Still waits.',
    detail: 'x',
    ...changes,
  },
});

/** The function that brings events again, with a destination that is down. */
function bringing() {
  const clock = fixedClock();
  const queue = inMemoryRequestQueue();
  const posted: string[] = [];
  const notify = notifier({
    destinations: [
      { kind: 'slack', name: 'soc', url: 'https://slack.example/T', statuses: 'all' },
      { kind: 'teams', name: 'desk', url: 'https://teams.example/T', statuses: 'all' },
    ],
    writing: { locale: 'en', consoleUrl: 'https://app.example/api/console' },
    poster: {
      post: ({ url }) => {
        posted.push(url);
        return Promise.resolve({ kind: 'failed', reason: 'HTTP 503' });
      },
    },
    clock,
  });
  return { bring: eventBringer({ notify, queue, clock, random: () => 0.5 }), queue, posted, clock };
}

describe('a message that somebody has put on the queue of later tries', () => {
  const anything = fc.oneof(
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constantFrom('soc', 'soc,soc,soc', 'desk', '__proto__', '', Infinity, -1, 1e308, 0.1),
  );
  it('is brought to destinations of NOTIFY alone, once each, and ends after as many tries as any other', async () => {
    await fc.assert(
      fc.asyncProperty(anything, anything, async (notifyNames, notifyTries) => {
        const { bring, queue, posted, clock } = bringing();
        const body = Buffer.from(JSON.stringify(event()));
        let brought = await bring(body, earlierTries({ notifyNames, notifyTries }));
        expect(posted.length).toBeLessThanOrEqual(2);
        let tries = 1;
        for (; brought.kind === 'scheduled' && tries < 12; tries++) {
          const again = queue.sent.at(-1);
          const waitMs = (again?.at?.getTime() ?? 0) - clock.now().getTime();
          expect(waitMs).toBeGreaterThan(0);
          expect(waitMs).toBeLessThanOrEqual(300_000);
          clock.advance(waitMs);
          brought = await bring(body, earlierTries(again?.properties ?? {}));
        }
        expect(['givenUp', 'skipped']).toContain(brought.kind);
        for (const url of posted) expect(url).toMatch(/^https:\/\/(slack|teams)\.example\/T$/);
      }),
      { numRuns: 40 },
    );
  });
  it('is unreadable or skipped where it is no event, and posts nothing', async () => {
    const bodies = [
      '',
      'null',
      '[]',
      '{"type":7}',
      '{"type":"io.github.session-revoker.reminder.v1"}',
      '{"type":"x"}',
    ];
    for (const written of bodies) {
      const { bring, posted } = bringing();
      const { kind } = await bring(Buffer.from(written), { attempts: 0 });
      expect(['unreadable', 'skipped']).toContain(kind);
      expect(posted).toEqual([]);
    }
  });
});
