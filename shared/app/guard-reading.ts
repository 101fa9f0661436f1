import { compact } from '../core/compact';
import type { Detail } from '../core/detail';
import { detail } from '../core/detail';
import type { EntryKey } from '../core/ids';
import { messageKey, readingKey } from '../core/ids';
import type { ReadingStep } from '../core/reading-step';
import { readingStep } from '../core/reading-step';
import type { NotedReading } from '../ports/ledger';
import type { Dependencies } from './dependencies';
import type { IncomingMessage } from './incoming-message';
import { termOf } from './lease-terms';

/** Longer than any reading takes, and the writes around it unless the ledger is slow, in ms. */
const LONGEST_READING_MS = 20_000;

/** What became of a guarded reading. */
export type Guarded<T> =
  | { readonly kind: 'read'; readonly value: T }
  /** It was not read, since reading it has ended its process. */
  | { readonly kind: 'setAside'; readonly detail: Detail };

/** What guarding a reading needs. */
type Guarding = Pick<Dependencies, 'ledger' | 'clock' | 'policy' | 'telemetry' | 'readInTurn'>;

/**
 * Reads a message, unless reading it has ended its process before. A first delivery is read at once. A reading of a
 * redelivered message is noted in the ledger just before it begins and removed when it has ended, so that one that ended
 * its process leaves its note. Times are not compared: a note is over when it has not changed for a while.
 *
 * @param read synchronous, so that nothing else of this process happens in between
 * @throws Unavailable when the ledger cannot be reached
 */
export async function guardReading<T>(
  guarding: Guarding,
  message: IncomingMessage,
  read: () => T,
): Promise<Guarded<T>> {
  const { body, history, deliveryCount = 1 } = message;
  if (deliveryCount <= 1) return { kind: 'read', value: read() };
  const key = readingKey(messageKey(body, history));
  let before: NotedReading | undefined;
  for (;;) {
    const seen = before;
    // One at a time: what is read beside a message that ends the process would leave a note as well.
    const attempt = await guarding.readInTurn(() => attemptReading(guarding, key, seen, read));
    if (attempt.kind === 'read') return attempt;
    if (attempt.kind === 'setAside') return setAside(guarding, message, attempt.unfinished);
    before = attempt.found;
    await guarding.clock.sleep(LONGEST_READING_MS);
  }
}

function setAside(
  { telemetry }: Guarding,
  { body, history, traceparent }: IncomingMessage,
  unfinished: number,
): Guarded<never> {
  const event = { kind: 'setAside', messageKey: messageKey(body, history), unfinished } as const;
  telemetry.record(compact({ ...event, traceparent }));
  return { kind: 'setAside', detail: detail('readingEndedProcess', { times: unfinished }) };
}

type Attempt<T> =
  | Extract<Guarded<T>, { kind: 'read' }>
  | Extract<ReadingStep, { kind: 'setAside' }>
  | { readonly kind: 'wait'; readonly found: NotedReading | undefined };

async function attemptReading<T>(
  { ledger: { readings }, clock, policy }: Guarding,
  key: EntryKey,
  seen: NotedReading | undefined,
  read: () => T,
): Promise<Attempt<T>> {
  // Most redelivered messages have no note: then it is written at once.
  const found = seen && (await readings.find(key));
  const step: ReadingStep = readingStep(found?.unfinished ?? 0, found?.version === seen?.version);
  switch (step.kind) {
    case 'wait':
      return { kind: 'wait', found };
    case 'setAside':
      return step;
    case 'read': {
      const noted = await readings.begin(key, step.unfinished, found, termOf({ clock, policy }));
      if (!noted) return { kind: 'wait', found: await readings.find(key) };
      try {
        return { kind: 'read', value: read() };
      } finally {
        await readings.end(noted);
      }
    }
  }
}
