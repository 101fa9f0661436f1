import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import type { Terminal } from '../../shared/cli/terminal';
import { terminalOn } from '../../shared/cli/terminal';

function terminal(
  typed: string | undefined,
  isTTY = true,
): { readonly terminal: Terminal; readonly shown: () => string } {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  if (typed === undefined) input.end();
  else input.write(typed);
  const streams = {
    input: Object.assign(input, { isTTY }),
    output: Object.assign(output, { isTTY }),
    errors,
  };
  return { terminal: terminalOn(streams, {}), shown: () => String(output.read() ?? '') };
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
    expect(terminal('', false).terminal.interactive).toBe(false);
  });
});
