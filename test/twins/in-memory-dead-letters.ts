import type { DeadLetter, DeadLetters } from '../../shared/ports/dead-letters';

/** The twin of the dead-letter queues: what waits in them, the oldest first. */
export function inMemoryDeadLetters(
  letters: readonly DeadLetter[] = [],
): DeadLetters & { readonly waiting: () => readonly DeadLetter[]; add(letter: DeadLetter): void } {
  let waiting = [...letters];
  return {
    waiting: () => waiting,
    add: (letter) => void waiting.push(letter),
    receive: async ({ messages }, answer) => {
      for (const letter of waiting.slice(0, messages)) {
        const result = await answer(letter).catch(() => 'failed' as const);
        const counted = { ...letter, failures: letter.failures + 1 };
        if (result === 'answered') waiting = waiting.filter((one) => one !== letter);
        if (result === 'failed') waiting = waiting.map((one) => (one === letter ? counted : one));
      }
    },
  };
}
