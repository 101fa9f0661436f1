import * as z from 'zod';
import type { Cloud } from './clouds';
import { cloudNamed, cloudNames } from './clouds';
import type { Environment } from './environment';
import { withoutBlanks } from './environment';
import type { Read } from './read';
import { ONCE, problemsOfVariables, valid } from './read';
import { isRoot } from './read-storage';

const variables = z.object({
  CLOUD: z.enum(cloudNames, `must be one of ${cloudNames.join(', ')}`).default('global'),
  GRAPH_ENDPOINT: z.string().refine(isRoot, 'is not an https URL of a host').optional(),
  AZURE_AUTHORITY_HOST: z.string().refine(isRoot, 'is not an https URL of a host').optional(),
});

/** Reads the hosts of the cloud that `CLOUD` names; a setting for a single host replaces that of the table. */
export function readCloud(environment: Environment): Read<Cloud> {
  const read = variables.safeParse(withoutBlanks(environment), ONCE);
  if (!read.success) return { kind: 'invalid', problems: problemsOfVariables(read.error) };
  const { CLOUD, GRAPH_ENDPOINT, AZURE_AUTHORITY_HOST } = read.data;
  const cloud = cloudNamed(CLOUD);
  return valid({
    ...cloud,
    graphEndpoint: new URL(GRAPH_ENDPOINT ?? cloud.graphEndpoint).origin,
    authorityHost: new URL(AZURE_AUTHORITY_HOST ?? cloud.authorityHost).origin,
  });
}
