import type { Command } from 'commander';

/** Refuses an option together with its opposite, `--no-…`, of which the last one would count in silence. */
export function refuseBoth(command: Command, option: string): void {
  const given = new Set<string>();
  for (const name of [option, `no-${option}`]) {
    command.on(`option:${name}`, () => {
      given.add(name);
      if (given.size < 2) return;
      command.error(`error: option '--${option}' cannot be used with option '--no-${option}'`);
    });
  }
}
