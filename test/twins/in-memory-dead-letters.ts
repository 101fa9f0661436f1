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
        const failures = letter.failures + (result === 'failed' ? 1 : 0);
        const left = { ...letter, failures, wasLeft: true } as const;
        waiting =
          result === 'answered'
            ? waiting.filter((one) => one !== letter)
            : waiting.map((one) => (one === letter ? left : one));
      }
    },
  };
}
