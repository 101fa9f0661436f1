import { createInterface } from 'node:readline/promises';

/** Where the CLI talks to a person or a pipe. */
export interface Terminal {
  /** Whether a person sits at both ends and can be asked. */
  readonly interactive: boolean;
  out(line: string): void;
  error(line: string): void;
  /** Asks a yes-or-no question; anything but a clear yes is a no. */
  confirm(question: string): Promise<boolean>;
}

export function processTerminal(): Terminal {
  return {
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    out: (line) => void process.stdout.write(`${line}\n`),
    error: (line) => void process.stderr.write(`${line}\n`),
    confirm: async (question) => {
      const prompt = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return /^\s*y(?:es)?\s*$/i.test(await prompt.question(`${question} [y/N] `));
      } finally {
        prompt.close();
      }
    },
  };
}
