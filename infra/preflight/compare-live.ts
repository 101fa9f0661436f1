import type { RunCommand } from './commands';
import type { Difference, Settings } from './compare-settings';
import { differences } from './compare-settings';
import type { Findings } from './findings';
import type { DeploymentTarget } from './live-settings';
import { liveSettings } from './live-settings';

/** The variable with the names of settings that a deployment may overwrite, or `all`. */
export const OVERWRITE = 'SETTINGS_OVERWRITE';

const REASONS: Readonly<Record<Difference['kind'], string>> = {
  changed: 'was changed since the last deployment, which wrote another value',
  setByHand: 'was not written by a deployment of this version, and differs from what would be written',
  unowned: 'has no file and no variable, and would be removed',
};

/**
 * What the deployment would undo of the live app settings. Names only, since values may be secret.
 *
 * @param overwrite names of settings, separated by commas, that it may undo; `all`: whatever there is
 */
export function liveFindings(
  target: DeploymentTarget,
  next: Settings,
  { run, overwrite = '' }: { readonly run: RunCommand; readonly overwrite?: string | undefined },
): Findings {
  const allowed = overwrite.split(',').map((name) => name.trim());
  const isAll = allowed.includes('all');
  const live = liveSettings(target, run);
  if (live.kind === 'unknown') {
    return isAll
      ? { problems: [], warnings: [`The live app settings are not compared. ${live.problem}`] }
      : {
          problems: [
            `The live app settings cannot be compared, so that this deployment may undo what was set by hand. ${live.problem} To deploy all the same, set ${OVERWRITE}=all.`,
          ],
          warnings: [],
        };
  }
  const found = live.value === undefined ? [] : differences(live.value, next);
  const overwritten = found.filter(({ setting }) => isAll || allowed.includes(setting));
  return {
    problems: problemsOfDifferences(found.filter((one) => !overwritten.includes(one))),
    warnings: overwritten.map(({ setting }) => `${setting} is overwritten (${OVERWRITE}).`),
  };
}

function problemsOfDifferences(found: readonly Difference[]): readonly string[] {
  if (found.length === 0) return [];
  const names = found.map(({ setting }) => setting).join(',');
  return [
    ...found.map(({ setting, kind }) => `${setting} ${REASONS[kind]}.`),
    `This deployment would undo these app settings. To keep them, run npm run settings:adopt, look at the difference and commit it. To undo them, set ${OVERWRITE}=${names} for this one command.`,
  ];
}
