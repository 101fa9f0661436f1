import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARAMETER_SETS } from '../../infra/snapshots/snapshot';
import { armModule, templateParameters } from '../support/arm-template';

const folder = join(__dirname, '../../infra/snapshots');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

interface Predicted {
  readonly id: string;
  readonly type: string;
}
const resourcesOf = (set: string): readonly Predicted[] =>
  (JSON.parse(read(`${set}.snapshot.json`)) as { readonly predictedResources: readonly Predicted[] })
    .predictedResources;
const ASSIGNMENT = '/providers/Microsoft.Authorization/roleAssignments/';

describe.each(PARAMETER_SETS)('the deployment %s', (set) => {
  const resources = resourcesOf(set);
  const assignments = resources.filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments');
  it('names every right before anything is deployed, so that what-if lists it', () => {
    expect(assignments.length).toBeGreaterThan(0);
    expect(assignments.filter(({ id }) => id.startsWith('['))).toEqual([]);
  });
  it('names each right otherwise, wherever it is: Azure keeps the names of all scopes in one list', () => {
    const names = assignments.map(({ id }) => id.slice(id.indexOf(ASSIGNMENT)));
    expect(names).toEqual([...new Set(names)]);
  });
  it('gives every right on a resource that it makes', () => {
    const made = new Set(resources.map(({ id }) => id));
    const scopes = assignments.map(({ id }) => id.slice(0, id.indexOf(ASSIGNMENT)));
    expect(scopes.filter((scope) => !made.has(scope))).toEqual([]);
  });
});

describe('the module of rights', () => {
  it('is given nothing that is known only during the deployment: what-if would not look into it', () => {
    const { given } = armModule('access');
    expect(Object.keys(given)).toContain('appIdentityName');
    expect(JSON.stringify(given)).not.toMatch(/reference\(|outputs/);
  });
});

describe('the deployment of everything', () => {
  it('sets every parameter of the template', () => {
    const set = [...read('everything.bicepparam').matchAll(/^param (\w+) =/gm)].map(([, name]) => name);
    expect(new Set(set)).toEqual(new Set(Object.keys(templateParameters)));
  });
});
