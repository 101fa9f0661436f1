import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { notifier } from '../../shared/app/notify';
import type { BringEvent } from '../../shared/app/notify-again';
import { earlierTries, eventBringer } from '../../shared/app/notify-again';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Destination } from '../../shared/messages/notifications/destination';
import { resultMessage } from '../../shared/messages/result-message';
import type { Poster } from '../../shared/ports/poster';
import { expectEqual } from '../support/equal';
import { fixedClock } from '../support/fixed-clock';
import { outcomeOf } from '../support/outcomes';
import { inMemoryRequestQueue } from '../twins/in-memory-request-queue';

const soc: Destination = { kind: 'teams', name: 'soc', url: 'https://soc.example/x', statuses: 'all' };
const bodyOf = (id: string): Uint8Array =>
  resultMessage({ ...outcomeOf('held'), tenantId: 't-1', id: storedId<OutcomeId>(id) }, 'en').body;

/** The functions `notify` and `notifyAgain`, each in a process of its own, and the queue between them. */
function deployed() {
  const clock = fixedClock();
  const queue = inMemoryRequestQueue();
  const cards: { readonly text: string; readonly at: number }[] = [];
  /** When the message of an outcome was first completed without another one that waits. */
  const settled = new Map<string, number>();
  let isDown = false;
  const brought = new Set<string>();
  const poster: Poster = {
    post: ({ body }) => {
      if (isDown) return Promise.resolve({ kind: 'failed', reason: 'HTTP 503' });
      cards.push({ text: Buffer.from(body).toString(), at: clock.now().getTime() });
      return Promise.resolve({ kind: 'accepted' });
    },
  };
  const start = (): BringEvent => {
    const notify = notifier({ destinations: [soc], writing: { locale: 'en' }, poster, clock });
    return eventBringer({ notify, queue, clock, random: () => 0 });
  };
  let processes = { notify: start(), notifyAgain: start() };
  const settle = (id: string, { kind }: Awaited<ReturnType<BringEvent>>): void => {
    if (kind === 'notified' && !settled.has(id)) settled.set(id, clock.now().getTime());
  };
  return {
    cards,
    settled,
    clock,
    arrive: async (id: string) => settle(id, await processes.notify(bodyOf(id), { attempts: 0 })),
    /** Brings what is due to the function of later tries. */
    bringDue: async () => {
      const due = queue.sent.filter(({ id, at }) => !brought.has(id) && at && at <= clock.now());
      for (const { id: messageId, body, properties } of due) {
        brought.add(messageId);
        const id = String(Reflect.get(JSON.parse(Buffer.from(body).toString()) as object, 'id'));
        settle(id, await processes.notifyAgain(body, earlierTries(properties)));
      }
    },
    isWaiting: () => brought.size < queue.sent.length,
    restart: (name: 'notify' | 'notifyAgain') => (processes = { ...processes, [name]: start() }),
    setDown: (value: boolean) => (isDown = value),
  };
}

/** Whether somebody saw a card of the outcome, or one for all that was posted after its message was completed. */
function isSeen({ cards, settled }: ReturnType<typeof deployed>, id: string): boolean {
  const at = settled.get(id) ?? Infinity;
  return cards.some(
    (card) =>
      card.text.includes(`Outcome ${id}"`) || (card.at >= at && card.text.includes('This card is for all')),
  );
}

async function toTheEnd(app: ReturnType<typeof deployed>): Promise<void> {
  app.setDown(false);
  for (let n = 0; app.isWaiting(); n++) {
    if (n > 2000) throw new Error('An event is brought again and again.');
    app.clock.advance(15_000);
    await app.bringDue();
  }
}

describe('each outcome that the brake holds has a card of its own or one that stands for it', () => {
  it('although another process brings what has waited than the one that gathers', async () => {
    const app = deployed();
    for (const id of ['a', 'b', 'c', 'd']) await app.arrive(id);
    await toTheEnd(app);
    expect(['a', 'b', 'c', 'd'].filter((id) => !isSeen(app, id))).toEqual([]);
    expect(app.cards).toHaveLength(2);
  });
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ arrives: fc.integer({ min: 1, max: 4 }), ms: fc.nat(200_000) }) },
      { weight: 1, arbitrary: fc.record({ restarts: fc.constantFrom('notify', 'notifyAgain') }) },
      { weight: 1, arbitrary: fc.record({ isDown: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ again: fc.nat(20) }) },
    ),
    { maxLength: 25 },
  );
  /** The third one is delivered again a moment after the card that stands for it. */
  const againAfterItsCard = [
    { arrives: 1, ms: 39_963 },
    { arrives: 1, ms: 3165 },
    { arrives: 1, ms: 196_872 },
    { arrives: 1, ms: 1 },
    { again: 2 },
  ];
  /** The fifth one, whose card stood for all in the window of a process that is gone, begins to gather in the next one. */
  const againInAnotherProcess = [
    { arrives: 2, ms: 0 },
    { arrives: 2, ms: 120_000 },
    { arrives: 1, ms: 0 },
    { restarts: 'notify' as const },
    { arrives: 2, ms: 125_000 },
    { again: 4 },
    { arrives: 1, ms: 1 },
    { arrives: 1, ms: 0 },
  ];
  it('whatever restarts, fails or is delivered twice, and in whatever time', () =>
    fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const app = deployed();
        const ids: string[] = [];
        for (const step of taken) {
          if ('restarts' in step) app.restart(step.restarts);
          else if ('isDown' in step) app.setDown(step.isDown);
          else if ('again' in step) await app.arrive(ids[step.again] ?? 'first');
          else {
            for (let n = 0; n < step.arrives; n++) ids.push(`o-${String(ids.length)}`);
            for (const id of ids.slice(-step.arrives)) await app.arrive(id);
            app.clock.advance(step.ms);
            await app.bringDue();
          }
        }
        await toTheEnd(app);
        expectEqual(
          ids.filter((id) => !isSeen(app, id)),
          [],
        );
      }),
      { numRuns: 150, examples: [[againAfterItsCard], [againInAnotherProcess]] },
    ));
});
