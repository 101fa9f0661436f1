import { describe, expect, it } from '@jest/globals';
import { HELP, startOptions } from '../../local/start-options';

describe('the options of `npm start`', () => {
  it.each([
    [[], { kind: 'start', once: false }],
    [['--once'], { kind: 'start', once: true }],
    [['--help'], { kind: 'help' }],
    [['-h'], { kind: 'help' }],
  ])('%j', (args, options) => expect(startOptions(args)).toEqual(options));
  it.each([['--onec'], ['--once=no'], ['once'], ['-x']])('are no others: %s', (option) =>
    expect(startOptions([option])).toMatchObject({ kind: 'wrong', problem: expect.any(String) }),
  );
  it('are all in the help', () => {
    for (const option of ['--once', '--help']) expect(HELP).toContain(`\n  ${option} `);
  });
});
