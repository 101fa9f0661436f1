import { createInterface } from 'node:readline';
import { printableLines } from './printable';
import type { EachSecond, ProgressLine } from './progress-line';
import { progressLine } from './progress-line';
import type { TerminalSettings } from './terminal-settings';
import { isColoured, widthOf } from './terminal-settings';

/** The terminal, or the pipe, to which the CLI writes. */
export interface Terminal {
  /** Whether input and output are a terminal, so that a person can be asked. */
  readonly interactive: boolean;
  /** The columns of the terminal; undefined: it is a pipe or a file, whose lines have any length. */
  readonly width?: number | undefined;
  readonly coloured: boolean;
  /** Whether somebody still reads the output; `head` ends before it does. */
  isRead(): boolean;
  /** A sentence for people; where a program reads the output, it goes to the standard error. */
  out(line: string): void;
  /** A line of the records that were asked for, for people and for programs. */
  record(line: string): void;
  error(line: string): void;
  /** Bytes as they are, for a file or another program. */
  raw(bytes: Uint8Array): void;
  /** Says on a terminal what goes on, from the first second on, and leaves no trace. Returns what ends it. */
  progress(text: string): () => void;
  /** Asks a yes-or-no question; anything but a clear yes is a no, and so is the end of the input. */
  confirm(question: string): Promise<boolean>;
  /**
   * Resolves when all output has been taken, or nobody reads it.
   *
   * @throws Error when it cannot be written, for example to a full disk
   */
  flushed(): Promise<void>;
}

export interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly errors: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
}

/** @param eachSecond for the line that says what goes on */
export function terminalOn(
  { input, output, errors }: Streams,
  settings: TerminalSettings,
  eachSecond?: EachSecond,
): Terminal {
  const { failure, write, flushed } = written(output);
  // Nobody is left to hear of it.
  errors.on('error', () => undefined);
  const line = progressOn(errors, settings, eachSecond);
  const coloured = isColoured(settings, output.isTTY);
  const shown = (text: string): string => printableLines(text, coloured);
  const beside = (action: () => void): void => {
    line.erase();
    action();
  };
  return {
    interactive: input.isTTY === true && output.isTTY === true,
    get width() {
      return output.isTTY ? widthOf(settings, output.columns) : undefined;
    },
    coloured,
    isRead: () => failure() === undefined,
    out: (text) => beside(() => write(`${shown(text)}\n`)),
    record: (text) => beside(() => write(`${shown(text)}\n`)),
    raw: (bytes) => beside(() => write(bytes)),
    error: (text) => beside(() => void errors.write(`${shown(text)}\n`)),
    progress: (text) => line.show(text),
    confirm: async (question) => {
      line.pause();
      const answer = await asked(shown(question), { input, output });
      line.resume();
      return answer;
    },
    flushed,
  };
}

function progressOn(
  errors: Streams['errors'],
  settings: TerminalSettings,
  eachSecond: EachSecond | undefined,
): ProgressLine {
  if (!errors.isTTY || settings['TERM'] === 'dumb') return progressLine(undefined);
  return progressLine({
    write: (text) => void errors.write(text),
    width: () => widthOf(settings, errors.columns),
    ...(eachSecond && { eachSecond }),
  });
}

/** A reader that has ended, such as `head`, wants no more output. That is no failure. */
const UNREAD = 'EPIPE';

/** Writes to a stream until it fails, and remembers why. */
function written(stream: NodeJS.WritableStream) {
  const state: { code?: string } = {};
  stream.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => (state.code ??= code));
  return {
    failure: () => state.code,
    write: (chunk: string | Uint8Array): void => {
      if (state.code === undefined) stream.write(chunk);
    },
    flushed: async (): Promise<void> => {
      await new Promise((resolve) => stream.write('', resolve));
      const { code = UNREAD } = state;
      if (code !== UNREAD) throw new Error(`The output cannot be written (${code}).`);
    },
  };
}

function asked(question: string, { input, output }: Pick<Streams, 'input' | 'output'>): Promise<boolean> {
  return new Promise((resolve) => {
    const prompt = createInterface({ input, output });
    // Ctrl-C and Ctrl-D close the prompt without an answer.
    prompt.once('close', () => resolve(false));
    prompt.question(`${question} [y/N] `, (answer) => {
      resolve(/^\s*y(?:es)?\s*$/i.test(answer));
      prompt.close();
    });
  });
}
