import type { RevocationService } from './service';
import type { Terminal } from './terminal';

/** What a command needs that asks the app for something. */
export interface ServiceEnvironment {
  readonly terminal: Terminal;
  /** The way to the app that the command line has chosen. Throws when there is none. */
  readonly service: () => Promise<RevocationService>;
  /** The user at the terminal. */
  readonly requestedBy: string;
}

/** Says that a name which was given does not count, where the app knows who calls. */
export function noteUnusedName(
  { provesCaller }: Pick<RevocationService, 'provesCaller'>,
  by: string | undefined,
  terminal: Terminal,
): void {
  if (provesCaller && by !== undefined)
    terminal.error('The app records who is signed in: --by counts with --direct alone.');
}
