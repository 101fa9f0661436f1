import { readFileSync, writeFileSync } from 'node:fs';
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
  const ran = bicep(compiler, 'snapshot', join(folder, `${set}.bicepparam`), '--mode', mode, ...place);
  if (isWriting && ran.isOk) sortOutputs(join(folder, `${set}.snapshot.json`));
  return ran;
}

/** The compiler writes outputs in an order of its own each time. */
function sortOutputs(file: string): void {
  const { outputs, ...others } = readSnapshot(file);
  const sorted = Object.fromEntries(
    Object.entries(outputs).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  writeFileSync(file, `${JSON.stringify({ ...others, outputs: sorted }, undefined, 2)}\n`);
}

function readSnapshot(file: string): { readonly outputs: Readonly<Record<string, unknown>> } {
  return JSON.parse(readFileSync(file, 'utf8')) as { readonly outputs: Readonly<Record<string, unknown>> };
}
