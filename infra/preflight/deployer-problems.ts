import * as z from 'zod';
import type { RunCommand } from './commands';
import { askAzure } from './commands';
import type { Findings } from './findings';
import type { DeploymentTarget } from './live-settings';

const permissions = z.object({
  value: z.array(
    z.object({
      actions: z.array(z.string()).default([]),
      notActions: z.array(z.string()).default([]),
      condition: z.string().nullish(),
    }),
  ),
});
type Permission = z.output<typeof permissions>['value'][number];

const ASSIGN = 'Microsoft.Authorization/roleAssignments/write';
const CREATE = 'Microsoft.Resources/subscriptions/resourceGroups/write';

/** Whether the signed-in person or pipeline may deploy: create resources, and assign roles on them. */
export function permissionFindings({ subscriptionId }: DeploymentTarget, run: RunCommand): Findings {
  const url = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
  const answer = askAzure(run, ['rest', '--method', 'get', '--url', url], permissions);
  if (answer.kind === 'unknown')
    return { problems: [], warnings: [`Rights are not checked. ${answer.problem}`] };
  const granting = (action: string): readonly Permission[] =>
    answer.value.value.filter((one) => grants(one, action));
  const problems = [
    ...(granting(CREATE).length > 0
      ? []
      : [
          `You may not create resources in the subscription ${subscriptionId}. You need Contributor or Owner on it.`,
        ]),
    ...(granting(ASSIGN).length > 0
      ? []
      : [
          `You may not assign roles in the subscription ${subscriptionId}. You need Owner on it, or Role Based Access Control Administrator or User Access Administrator beside Contributor.`,
        ]),
  ];
  const isConditional = granting(ASSIGN).length > 0 && granting(ASSIGN).every(({ condition }) => condition);
  return {
    problems,
    warnings: isConditional
      ? ['You may assign roles under a condition. It must allow the roles of infra/app/access.bicep.']
      : [],
  };
}

function grants({ actions, notActions }: Permission, action: string): boolean {
  const covers = (pattern: string): boolean =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'i').test(action);
  return actions.some(covers) && !notActions.some(covers);
}

const locations = z.array(z.object({ name: z.string() }));

/** Whether the region offers Flex Consumption. Before azd has asked for a region, the regions that do. */
export function locationFindings({ location, subscriptionId }: DeploymentTarget, run: RunCommand): Findings {
  const args = ['functionapp', 'list-flexconsumption-locations', '--subscription', subscriptionId];
  const answer = askAzure(run, args, locations);
  if (answer.kind === 'unknown') {
    return { problems: [], warnings: [`The region is not checked. ${answer.problem}`] };
  }
  const offered = answer.value.map(({ name }) => normalized(name)).sort();
  const list = offered.join(', ');
  if (location === '')
    return { problems: [], warnings: [`No region is chosen yet. These offer Flex Consumption: ${list}.`] };
  return offered.includes(normalized(location))
    ? { problems: [], warnings: [] }
    : {
        problems: [
          `${location} does not offer Flex Consumption. Choose one of these (azd env set AZURE_LOCATION REGION): ${list}.`,
        ],
        warnings: [],
      };
}

function normalized(region: string): string {
  return region.toLowerCase().replaceAll(' ', '');
}
