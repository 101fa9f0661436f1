import { createInterface } from 'node:readline';

/** The terminal, or the pipe, to which the CLI writes. */
export interface Terminal {
  /** Whether input and output are a terminal, so that a person can be asked. */
  readonly interactive: boolean;
  /** The columns of the terminal; undefined: it is a pipe or a file, whose lines have any length. */
  readonly width?: number | undefined;
  readonly coloured: boolean;
  /** Whether somebody still reads the output; `head` ends before it does. */
  isRead(): boolean;
  out(line: string): void;
  error(line: string): void;
  /** Bytes as they are, for a file or another program. */
  raw(bytes: Uint8Array): void;
  /** Asks a yes-or-no question; anything but a clear yes is a no, and so is the end of the input. */
  confirm(question: string): Promise<boolean>;
}

export interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly errors: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** What the environment says of the terminal: `COLUMNS`, `NO_COLOR`, `FORCE_COLOR` and `TERM`. */
export type TerminalSettings = Readonly<Record<string, string | undefined>>;

export function terminalOn({ input, output, errors }: Streams, settings: TerminalSettings): Terminal {
  const read = { output: true };
  for (const stream of [output, errors]) stream.on('error', unlessUnread);
  output.on('error', () => (read.output = false));
  return {
    interactive: input.isTTY === true && output.isTTY === true,
    get width() {
      return output.isTTY ? widthOf(settings, output.columns) : undefined;
    },
    coloured: isColoured(settings, output.isTTY),
    isRead: () => read.output,
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

const USUAL_WIDTH = 80;

function widthOf({ COLUMNS = '' }: TerminalSettings, columns: number | undefined): number {
  if (/^[1-9]\d*$/.test(COLUMNS)) return Number(COLUMNS);
  return columns !== undefined && columns > 0 ? columns : USUAL_WIDTH;
}

/** `FORCE_COLOR` comes before `NO_COLOR`, as in Node; empty, neither says anything. */
function isColoured({ FORCE_COLOR = '', NO_COLOR = '', TERM }: TerminalSettings, isTTY = false): boolean {
  if (FORCE_COLOR !== '') return !['0', 'false'].includes(FORCE_COLOR);
  return isTTY && NO_COLOR === '' && TERM !== 'dumb';
}

/** A reader that has ended, such as `head`, wants no more output; the work goes on without it. */
function unlessUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
