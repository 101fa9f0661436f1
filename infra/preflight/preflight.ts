import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptions } from './adopt-settings';
import { azdVariables } from './azd-variables';
import type { Answer, RunCommand } from './commands';
import { OVERWRITE, liveFindings } from './compare-live';
import type { Settings } from './compare-settings';
import type { Findings } from './findings';
import { locationFindings, permissionFindings } from './deployer-problems';
import type { DeploymentTarget } from './live-settings';
import { liveSettings } from './live-settings';
import { networkFindings } from './network-findings';
import { parameterValues, variablesOfParameters } from './parameter-values';
import { checkSettings } from './settings-problems';
import { parameterProblems } from './template-parameters';
import { formatsOfFolder, writeSettingsFile } from './settings-files';
import { writeAdoption } from './write-adoption';

export interface PreflightContext {
  /** The folder that has `host.json`, `docs/schemas` and `infra`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly run: RunCommand;
  /** Prints a line, which has no value of a setting. */
  readonly print: (line: string) => void;
}

/** What every command but `formats` begins with: valid settings. */
interface Checked extends PreflightContext {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly parameters: string;
  readonly next: Settings;
}

const COMMANDS: Readonly<Record<string, (checked: Checked) => number>> = {
  check: () => 0,
  preprovision,
  adopt,
};

/**
 * Runs a command: `check`: the settings alone, without Azure; `preprovision`: in addition whether the deployment may succeed, and
 * what it would undo, which azd runs before it provisions; `adopt`: writes what was set by hand into files and variables;
 * `formats`: writes the list of formats. Returns the exit code.
 */
export function runPreflight(command = '', context: PreflightContext): number {
  if (command === 'formats') return writeFormats(context);
  const perform = COMMANDS[command];
  if (!perform) {
    context.print(`usage: ${[...Object.keys(COMMANDS), 'formats'].join(' | ')}`);
    return 2;
  }
  const parameters = readFileSync(join(context.folder, 'infra/main.parameters.json'), 'utf8');
  const variables = azdVariables(context.environment, context.run);
  const values = parameterValues(parameters, variables);
  const template = readFileSync(join(context.folder, 'infra/main.json'), 'utf8');
  const refused = parameterProblems(template, values, variablesOfParameters(parameters));
  const checked = checkSettings(context.folder, values);
  if (checked.kind === 'invalid' || refused.length > 0) {
    const found = checked.kind === 'invalid' ? checked.problems : [];
    const problems = [...refused.filter((one) => !found.some((other) => isOfSame(one, other))), ...found];
    return report(context, 'The settings have these problems:', { problems, warnings: [] });
  }
  context.print('The settings are valid.');
  return perform({ ...context, parameters, variables, next: checked.next });
}

/** Whether two problems begin with the same name: the app's reader and the template find the same one. */
function isOfSame(one: string, other: string): boolean {
  return one.split(':')[0] === other.split(':')[0];
}

function preprovision(checked: Checked): number {
  const privateNetworking = checked.variables['PRIVATE_NETWORKING'] === 'true';
  const target = targetOf(checked);
  const found =
    target.kind === 'unknown'
      ? [{ problems: [target.problem], warnings: [] }]
      : [
          permissionFindings(target.value, checked.run),
          locationFindings(target.value, checked.run),
          networkFindings({ ...target.value, privateNetworking }, (args) => checked.run('az', args)),
          liveFindings(target.value, checked.next, {
            run: checked.run,
            overwrite: checked.variables[OVERWRITE],
          }),
        ];
  return report(checked, 'Nothing is provisioned:', {
    problems: found.flatMap(({ problems }) => problems),
    warnings: found.flatMap(({ warnings }) => warnings),
  });
}

function adopt(checked: Checked): number {
  const { next, parameters, run, print } = checked;
  const target = targetOf(checked);
  const live = target.kind === 'unknown' ? target : liveSettings(target.value, run);
  if (live.kind === 'unknown')
    return report(checked, 'Nothing is adopted:', { problems: [live.problem], warnings: [] });
  const at = { folder: settingsFolder(checked), variables: variablesOfParameters(parameters), run };
  const written = adoptions(live.value ?? {}, next).map((adoption) => writeAdoption(adoption, at));
  print(written.map(({ line }) => line).join('\n') || 'There is nothing to adopt.');
  return written.every(({ isDone }) => isDone) ? 0 : 1;
}

function writeFormats(context: PreflightContext): number {
  const formats = formatsOfFolder(settingsFolder(context));
  if (formats.kind === 'invalid')
    return report(context, 'The formats have these problems:', { ...formats, warnings: [] });
  writeSettingsFile(settingsFolder(context), 'alertFormats', formats.value);
  context.print('infra/settings/alert-formats.json written.');
  return 0;
}

function targetOf({ variables }: Checked): Answer<DeploymentTarget> {
  const {
    AZURE_ENV_NAME: environmentName,
    AZURE_SUBSCRIPTION_ID: subscriptionId,
    AZURE_LOCATION: location = '',
  } = variables;
  if (environmentName && subscriptionId) {
    return { kind: 'answered', value: { environmentName, subscriptionId, location } };
  }
  const missing = environmentName ? 'AZURE_SUBSCRIPTION_ID' : 'AZURE_ENV_NAME';
  const remedy = environmentName ? 'azd env set AZURE_SUBSCRIPTION_ID ID' : 'azd env new NAME';
  return { kind: 'unknown', problem: `${missing} is not set. Run ${remedy}.` };
}

function settingsFolder({ folder }: PreflightContext): string {
  return join(folder, 'infra/settings');
}

function report({ print }: PreflightContext, title: string, { problems, warnings }: Findings): number {
  for (const warning of warnings) print(`warning: ${warning}`);
  if (problems.length === 0) return 0;
  print([title, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
  return 1;
}
