import type { Command } from 'commander';
import type { RevocationService } from './service';
import type { ServiceEnvironment } from './service-environment';

/** How a command line reaches the app. */
export interface ReachOptions {
  /** Over queues and ledger, and not over the API. */
  readonly direct?: boolean;
  /** The name of a profile. */
  readonly profile?: string;
  /** With `direct`: the subscription of the results topic on which outcomes are watched. */
  readonly subscription?: string;
}

export interface Reaching {
  /** Chooses the way to the app; connects when it is used. Throws when there is none. */
  readonly reach: (options: ReachOptions) => Promise<RevocationService>;
}

/** Adds the options that choose the way to the app. They count before a command and after it. */
export function addReachOptions(root: Command): void {
  root
    .option('--profile <name>', 'the app to ask, as session-revoker use lists it')
    .option('--direct', 'use the queues and the ledger with your rights on them, and not the API');
}

/** The environment of a command, with the way to the app that its command line has chosen. */
export function reaching<Environment extends Reaching>(
  environment: Environment,
  command: Command,
): Environment & Pick<ServiceEnvironment, 'service'> {
  return { ...environment, service: () => environment.reach(command.optsWithGlobals<ReachOptions>()) };
}
