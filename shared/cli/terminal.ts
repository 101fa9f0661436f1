import { createInterface } from 'node:readline';

/** The terminal, or the pipe, to which the CLI writes. */
export interface Terminal {
  /** Whether input and output are a terminal, so that a person can be asked. */
  readonly interactive: boolean;
  out(line: string): void;
  error(line: string): void;
  /** Bytes as they are, for a file or another program. */
  raw(bytes: Uint8Array): void;
  /** Asks a yes-or-no question; anything but a clear yes is a no, and so is the end of the input. */
  confirm(question: string): Promise<boolean>;
}

export interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly errors: NodeJS.WritableStream;
}

export function terminalOn({ input, output, errors }: Streams): Terminal {
  for (const stream of [output, errors]) stream.on('error', unlessUnread);
  return {
    interactive: input.isTTY === true && output.isTTY === true,
    out: (line) => void output.write(`${line}\n`),
    raw: (bytes) => void output.write(bytes),
    error: (line) => void errors.write(`${line}\n`),
    confirm: (question) =>
      new Promise((resolve) => {
        const prompt = createInterface({ input, output });
        // Ctrl-C and Ctrl-D close the prompt without an answer.
        prompt.once('close', () => resolve(false));
        prompt.question(`${question} [y/N] `, (answer) => {
          resolve(/^\s*y(?:es)?\s*$/i.test(answer));
          prompt.close();
        });
      }),
  };
}

/** A reader that has ended, such as `head`, wants no more output; the work goes on without it. */
function unlessUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
