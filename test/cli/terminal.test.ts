import { describe, expect, it } from '@jest/globals';
import { PassThrough, Writable } from 'node:stream';
import type { Terminal } from '../../shared/cli/terminal';
import { terminalOn } from '../../shared/cli/terminal';

interface Shown {
  readonly terminal: Terminal;
  readonly shown: () => string;
  readonly errors: () => string;
  readonly second: () => void;
}

function terminal(
  typed: string | undefined,
  { isTTY = true, settings = {}, columns = 40 }: Given = {},
): Shown {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  if (typed === undefined) input.end();
  else input.write(typed);
  const streams = {
    input: Object.assign(input, { isTTY }),
    output: Object.assign(output, { isTTY, columns }),
    errors: Object.assign(errors, { isTTY, columns }),
  };
  const tasks = new Set<() => void>();
  const eachSecond = (task: () => void) => {
    tasks.add(task);
    return () => void tasks.delete(task);
  };
  return {
    terminal: terminalOn(streams, settings, eachSecond),
    shown: () => String(output.read() ?? ''),
    errors: () => String(errors.read() ?? ''),
    second: () => tasks.forEach((task) => task()),
  };
}

interface Given {
  readonly isTTY?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

describe('a question', () => {
  it.each([
    ['y\n', true],
    ['Yes\n', true],
    [' y \n', true],
    ['\n', false],
    ['n\n', false],
    ['yesterday\n', false],
    [undefined, false],
  ])('answered %j is answered %s', async (typed, answer) => {
    const session = terminal(typed);
    expect(await session.terminal.confirm('Sign out avery?')).toBe(answer);
    expect(session.shown()).toContain('Sign out avery? [y/N] ');
  });
});

describe('a terminal', () => {
  it('is one only if a person sits at both ends', () => {
    expect(terminal('').terminal.interactive).toBe(true);
    expect(terminal('', { isTTY: false }).terminal.interactive).toBe(false);
  });
  it.each([
    [true, 120, {}, 120],
    [true, 120, { COLUMNS: '60' }, 60],
    [true, 120, { COLUMNS: 'wide' }, 120],
    [true, 0, {}, 80],
    [false, 120, { COLUMNS: '60' }, undefined],
  ])('tty %s of %i columns with %j is %s wide', (isTTY, columns, settings, width) =>
    expect(terminal('', { isTTY, columns, settings }).terminal.width).toBe(width),
  );
  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: 'false' }, false],
    [false, {}, false],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('tty %s with %j has colours: %s', (isTTY, settings, coloured) =>
    expect(terminal('', { isTTY, settings }).terminal.coloured).toBe(coloured),
  );
});

describe('progress', () => {
  it('is a line on the standard error from the first second on, and leaves no trace', () => {
    const { terminal: one, second, errors, shown } = terminal('');
    const end = one.progress('Reading the quarantine');
    expect(errors()).toBe('');
    second();
    expect(errors()).toBe('\r\u001b[KReading the quarantine … 1 s');
    one.out('a line');
    expect([errors(), shown()]).toEqual(['\r\u001b[K', 'a line\n']);
    second();
    expect(errors()).toBe('\r\u001b[KReading the quarantine … 2 s');
    end();
    expect(errors()).toBe('\r\u001b[K');
    second();
    expect(errors()).toBe('');
  });
  it('does not write into a question', async () => {
    const { terminal: one, second, errors } = terminal('y\n');
    one.progress('Working');
    const answer = one.confirm('Go on?');
    second();
    expect(errors()).toBe('');
    await answer;
    second();
    expect(errors()).toContain('Working … 2 s');
  });
  it('fits the terminal', () => {
    const { terminal: one, second, errors } = terminal('', { columns: 12 });
    one.progress('Reading the quarantine');
    second();
    expect(errors()).toBe('\r\u001b[KReading th…');
  });
  it.each([[{ isTTY: false }], [{ settings: { TERM: 'dumb' } }]])('is not there with %j', (given) => {
    const { terminal: one, second, errors } = terminal('', given);
    one.progress('Working');
    second();
    expect(errors()).toBe('');
  });
});

describe('output that cannot be written', () => {
  const failing = (code: string): Terminal =>
    terminalOn(
      {
        input: new PassThrough(),
        output: new Writable({
          write: (_chunk, _encoding, done) => done(Object.assign(new Error(), { code })),
        }),
        errors: new PassThrough(),
      },
      {},
    );
  it('is a failure', async () => {
    const full = failing('ENOSPC');
    full.out('text');
    await expect(full.flushed()).rejects.toThrow('The output cannot be written (ENOSPC).');
  });
  it('is none, if nobody reads it any more', async () => {
    const unread = failing('EPIPE');
    unread.out('text');
    await unread.flushed();
    expect(unread.isRead()).toBe(false);
    unread.out('more');
  });
});
