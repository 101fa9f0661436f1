import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpoints } from '../../shared/api/endpoints';
import { roles } from '../../shared/api/roles';

const template = readFileSync(join(__dirname, '../../infra/api-registration/main.bicep'), 'utf8');
/** The roles of the template, and who may have each. */
const registered = [...template.matchAll(/value: '(Revocation\.\w+)'[^]*?types: \[([^\]]*)\]/g)].map(
  ([, role = '', types = '']) => [role, [...types.matchAll(/'(\w+)'/g)].map(([, type]) => type)] as const,
);

describe('the registration of the API', () => {
  it('has the roles that the app looks at, and no other', () => {
    expect(registered.map(([role]) => role)).toEqual(Object.values(roles));
  });
  it('gives applications no role with which only people may do something', () => {
    const forPeople = Object.values(endpoints).flatMap((endpoint) =>
      'allowed' in endpoint && endpoint.allowed.callers === 'persons' ? endpoint.allowed.roles : [],
    );
    const names = [...new Set(forPeople)].map((role) => roles[role]);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(new Map(registered).get(name)).toEqual(['User']);
  });
  it('asks for tokens of version 2.0 that say when the person signed in, for people with a role alone', () => {
    expect(template).toContain('requestedAccessTokenVersion: 2');
    expect(template).toContain("name: 'auth_time'");
    expect(template).toContain('appRoleAssignmentRequired: true');
  });
});
