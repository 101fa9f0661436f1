import * as z from 'zod';
import type { Answer, RunCommand } from './commands';
import { askAzure } from './commands';
import type { Settings } from './compare-settings';
import { FORMER_NAMES } from './setting-table';

/** The azd environment, as azd names it to its hooks. */
export interface DeploymentTarget {
  readonly environmentName: string;
  readonly subscriptionId: string;
  /** Blank before azd has asked for it. */
  readonly location: string;
}

const resources = z.array(
  z.object({
    name: z.string(),
    resourceGroup: z.string(),
    type: z.string(),
    tags: z.record(z.string(), z.string()).nullish(),
  }),
);
const appSettings = z.array(z.object({ name: z.string(), value: z.string().nullish() }));

/** The app settings of the deployed app, by their present names; undefined if no app is deployed. */
export function liveSettings(target: DeploymentTarget, run: RunCommand): Answer<Settings | undefined> {
  const subscription = ['--subscription', target.subscriptionId];
  const found = askAzure(
    run,
    ['resource', 'list', ...subscription, '--tag', `azd-env-name=${target.environmentName}`],
    resources,
  );
  if (found.kind === 'unknown') return found;
  const apps = found.value.filter(
    ({ type, tags }) => /^Microsoft\.Web\/sites$/i.test(type) && tags?.['azd-service-name'] === 'api',
  );
  const [app, ...others] = apps;
  if (!app) return { kind: 'answered', value: undefined };
  if (others.length > 0) {
    const names = apps.map(({ name }) => name).join(', ');
    return {
      kind: 'unknown',
      problem: `The environment ${target.environmentName} has several apps: ${names}. Remove all but one.`,
    };
  }
  const args = ['functionapp', 'config', 'appsettings', 'list', ...subscription];
  const settings = askAzure(
    run,
    [...args, '--name', app.name, '--resource-group', app.resourceGroup],
    appSettings,
  );
  if (settings.kind === 'unknown') return settings;
  const value = Object.fromEntries(settings.value.map((one) => [one.name, one.value ?? '']));
  return { kind: 'answered', value: underPresentNames(value) };
}

/** A former name counts where the present one is not set, as for the app. */
function underPresentNames(live: Settings): Settings {
  const [former, present] = [true, false].map((isFormer) =>
    Object.entries(live).filter(([name]) => name in FORMER_NAMES === isFormer),
  );
  return {
    ...Object.fromEntries((former ?? []).map(([name, value]) => [FORMER_NAMES[name] ?? name, value])),
    ...Object.fromEntries(present ?? []),
  };
}
