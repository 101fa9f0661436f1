import * as z from 'zod';
import type { RunCommand } from './commands';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables that azd substitutes: azd hands them to its hooks; on the command line they are those of the selected azd
 * environment, which win over those of the shell. Without azd only the shell's count.
 */
export function azdVariables(environment: Variables, run: RunCommand): Variables {
  if (environment['AZURE_ENV_NAME']) return environment;
  const result = run('azd', ['env', 'get-values', '--output', 'json']);
  if (result.kind !== 'done') return environment;
  return { ...environment, ...z.record(z.string(), z.string()).parse(JSON.parse(result.output)) };
}
