import { parseArgs } from 'node:util';

export const HELP = `Usage: npm start -- [options]

Starts the local stack and the app, sends the samples, and serves until Ctrl-C.

  --once   ends after the samples, with 0 if each had the expected outcome
  --help   prints this

Settings of the app in the environment are passed on to it: REVOCATION_MODE=whatIf npm start (docs/cli.md).
`;

/** What `npm start` was asked to do. */
export type StartOptions =
  | { readonly kind: 'help' }
  | { readonly kind: 'start'; readonly once: boolean }
  | { readonly kind: 'wrong'; readonly problem: string };

export function startOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values.help ? { kind: 'help' } : { kind: 'start', once: values.once };
  } catch (error) {
    // It names the option, or the word that is none.
    return { kind: 'wrong', problem: error instanceof Error ? error.message : String(error) };
  }
}
