import { join } from 'node:path';
import { bicep } from '../bicep';
import type { Ran } from '../bicep';
import type { Compiler } from '../compiler';

const folder = join(__dirname, '../../../infra/snapshots');

/** Deployments whose resources are committed: one file of parameters each. */
export const PARAMETER_SETS = ['default', 'private', 'other-cloud', 'everything'] as const;
export type ParameterSet = (typeof PARAMETER_SETS)[number];

/** What a deployment would be given by Azure, so that names do not depend on who asks. */
const PLACE = {
  'subscription-id': '00000000-0000-4000-8000-000000000001',
  'tenant-id': '00000000-0000-4000-8000-000000000002',
  location: 'westeurope',
  'deployment-name': 'session-revoker',
};

/** Compares the resources of a deployment with those that are committed, or writes them. Its output is the difference. */
export function snapshot(compiler: Compiler, set: ParameterSet, isWriting: boolean): Ran {
  const place = Object.entries(PLACE).flatMap(([option, value]) => [`--${option}`, value]);
  const mode = isWriting ? 'overwrite' : 'validate';
  return bicep(compiler, 'snapshot', join(folder, `${set}.bicepparam`), '--mode', mode, ...place);
}
