import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CARD_AFTER_MS, GATHER_MS } from '../../shared/app/held-cards';
import type { Missing } from '../../shared/app/notify';
import { notifier } from '../../shared/app/notify';
import type { OutcomeId } from '../../shared/core/ids';
import { storedId } from '../../shared/core/ids';
import type { Destination } from '../../shared/messages/notifications/destination';
import { resultMessage } from '../../shared/messages/result-message';
import { expectEqual } from '../support/equal';
import { fixedClock } from '../support/fixed-clock';
import { outcomeOf } from '../support/outcomes';
import { inMemoryPoster } from '../twins/in-memory-poster';

const common = { url: 'https://soc.example/x', statuses: 'all' } as const;
const teams: Destination = { kind: 'teams', name: 'soc', ...common };
const secrets = [Buffer.from('0123456789abcdef')];
const webhook: Destination = { kind: 'webhook', name: 'any', ...common, secrets };
const consoleUrl = 'https://revoker.contoso.com/api/console';

function brake(destination: Destination = teams) {
  const clock = fixedClock();
  const poster = inMemoryPoster();
  const notify = notifier({
    destinations: [destination],
    writing: { locale: 'en', consoleUrl },
    poster,
    clock,
  });
  const held = (id: string, { tenantId = 't-1', ...missing }: Missing & { tenantId?: string } = {}) =>
    notify(
      resultMessage({ ...outcomeOf('held'), tenantId, id: storedId<OutcomeId>(id) }, 'en').body,
      missing,
    );
  /** Brings what has waited, as its message does. */
  const waited = (id: string) =>
    held(id, { names: ['soc'], forMany: [{ name: 'soc', until: clock.now().getTime() }] });
  const cards = (): string[] => poster.posts.map(({ body }) => Buffer.from(body).toString());
  return { clock, poster, notify, held, waited, cards };
}

describe('a flood of outcomes that the brake holds', () => {
  it('is announced at once by its first', async () => {
    const { held, cards } = brake();
    expect(await held('a')).toMatchObject({ kind: 'notified' });
    expect(cards()).toEqual([expect.stringContaining('#request=inc-7')]);
  });
  it('makes one card more when the window ends, which is for all and leads to them', async () => {
    const { held, waited, cards, clock } = brake();
    await held('a');
    expect(await held('b')).toEqual({
      kind: 'unfinished',
      eventId: 'b',
      failures: [],
      names: ['soc'],
      forMany: [{ name: 'soc', until: clock.now().getTime() + GATHER_MS + CARD_AFTER_MS }],
      retryAfterMs: GATHER_MS + CARD_AFTER_MS,
    });
    for (let n = 0; n < 998; n++) expect(await held(`c-${String(n)}`)).toMatchObject({ kind: 'notified' });
    expect(cards()).toHaveLength(1);
    clock.advance(GATHER_MS);
    expect(await waited('b')).toMatchObject({ kind: 'notified' });
    expect(cards()).toHaveLength(2);
    expect(cards()[1]).toContain('The brake has held further users, one of them at 2026-11-23 10:00 UTC.');
    expect(cards()[1]).toContain(`"url":"${consoleUrl}"`);
    expect(cards()[1]).toContain('Outcome b');
  });
  it('that goes on makes one card for each window', async () => {
    const { held, waited, cards, clock } = brake();
    await held('first');
    for (let window = 0; window < 5; window++) {
      const leader = `l-${String(window)}`;
      expect(await held(leader)).toMatchObject({ kind: 'unfinished', failures: [] });
      for (let n = 0; n < 50; n++) await held(`${leader}-${String(n)}`);
      clock.advance(GATHER_MS);
      await waited(leader);
    }
    expect(cards()).toHaveLength(6);
  });
  it('and has paused for a window begins with a card at once', async () => {
    const { held, cards, clock } = brake();
    for (const id of ['a', 'b', 'c']) await held(id);
    clock.advance(2 * GATHER_MS);
    expect(await held('d')).toMatchObject({ kind: 'notified' });
    expect(cards()).toHaveLength(2);
  });
  it('gathers nothing into a card that is being posted', async () => {
    const { held, waited, clock } = brake();
    for (const id of ['a', 'b']) await held(id);
    clock.advance(GATHER_MS + CARD_AFTER_MS);
    const posting = waited('b');
    expect(await held('c')).toMatchObject({ kind: 'unfinished', forMany: [{ name: 'soc' }] });
    await posting;
  });
  it('whose card is refused has one for all when it is tried again', async () => {
    const { held, waited, poster } = brake();
    for (const id of ['a', 'b', 'c']) await held(id);
    poster.answer(teams.url, { kind: 'failed', reason: 'HTTP 503' });
    expect(await waited('b')).toMatchObject({
      kind: 'unfinished',
      names: ['soc'],
      forMany: [{ name: 'soc' }],
    });
  });
  it('whose message the queue of later tries did not take has its card by the message itself', async () => {
    const { held, cards, clock } = brake();
    for (const id of ['a', 'b', 'c']) await held(id);
    clock.advance(GATHER_MS);
    for (const id of ['d', 'b']) await held(id);
    expect(cards()[1]).toContain('This card is for all that wait.');
  });
  it('has the card that stands for all once, although the message itself comes again', async () => {
    const { held, cards, clock } = brake();
    for (const id of ['a', 'b', 'c']) await held(id);
    clock.advance(GATHER_MS);
    for (const id of ['b', 'b']) expect(await held(id)).toMatchObject({ kind: 'notified' });
    expect(cards()).toHaveLength(2);
  });
  it('gathers for no longer if the clock is set back', async () => {
    const { held, cards, clock } = brake();
    for (const id of ['a', 'b', 'c']) await held(id);
    clock.advance(-3_600_000);
    await held('d');
    expect(cards()).toHaveLength(2);
  });
  it('of another tenant is another one', async () => {
    const { held, cards } = brake();
    await held('a', { tenantId: 't-1' });
    await held('b', { tenantId: 't-2' });
    expect(cards()).toHaveLength(2);
  });
  it('is given to a server one by one', async () => {
    const { held, cards } = brake(webhook);
    for (const id of ['a', 'b', 'c']) expect(await held(id)).toMatchObject({ kind: 'notified' });
    expect(cards()).toHaveLength(3);
  });
  it('whose first card is refused waits for nothing: the card is tried again', async () => {
    const { held, cards, poster } = brake();
    poster.answer(teams.url, { kind: 'failed', reason: 'HTTP 503' });
    expect(await held('a')).toMatchObject({ kind: 'unfinished', failures: [{ name: 'soc' }] });
    poster.answer(teams.url, { kind: 'accepted' });
    expect(await held('a')).toMatchObject({ kind: 'notified' });
    expect(cards()).toHaveLength(2);
  });
  it('always ends with a card after its last outcome, in whatever order its messages come', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(8), fc.nat(GATHER_MS * 2), fc.boolean()), { minLength: 1, maxLength: 30 }),
        async (steps) => {
          const { held, poster, clock } = brake();
          const waiting = new Set<string>();
          const bring = async (id: string): Promise<void> => {
            const { kind } = await held(id);
            if (kind === 'unfinished') waiting.add(id);
            else waiting.delete(id);
          };
          for (const [name, ms, fails] of steps) {
            poster.answer(teams.url, fails ? { kind: 'failed', reason: 'x' } : { kind: 'accepted' });
            await bring(`o-${String(name)}`);
            clock.advance(ms);
          }
          poster.answer(teams.url, { kind: 'accepted' });
          const before = poster.posts.length;
          const isOpen = waiting.size > 0;
          for (let round = 0; waiting.size > 0 && round < 50; round++) {
            clock.advance(GATHER_MS * 3);
            for (const id of Array.from(waiting)) await bring(id);
          }
          expectEqual(waiting.size, 0);
          if (isOpen) expectEqual(poster.posts.length > before, true);
        },
      ),
      { numRuns: 60 },
    ));
});
