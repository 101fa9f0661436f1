import { describe, expect, it } from '@jest/globals';
import { endpoints } from '../../shared/api/endpoints';
import type { EndpointName } from '../../shared/api/endpoints';
import type { Caller } from '../../shared/core/caller';
import type { Role } from '../../shared/api/roles';
import { denialOfCaller, roles } from '../../shared/api/roles';
import { aPerson, anApplication } from '../support/api';

const all = Object.keys(roles) as Role[];

/** Which operations one role alone opens to a person, and to an application. */
const table: readonly [EndpointName, persons: readonly Role[], applications: readonly Role[]][] = [
  ['createRequest', ['request'], ['request']],
  ['readRequest', ['read', 'request', 'approve', 'operate'], ['read', 'request', 'approve', 'operate']],
  ['readHistory', ['read', 'approve', 'operate'], ['read', 'approve', 'operate']],
  ['listOutcomes', ['read', 'approve', 'operate'], ['read', 'approve', 'operate']],
  ['previewMessage', ['read', 'request', 'approve', 'operate'], ['read', 'request', 'approve', 'operate']],
  ['listApprovals', ['read', 'approve', 'operate'], ['read', 'approve', 'operate']],
  ['decideApproval', ['approve'], []],
  ['decideApprovals', ['approve'], []],
  ['listContainments', ['read', 'approve', 'operate'], ['read', 'approve', 'operate']],
  ['restoreContained', ['approve'], []],
  ['giveUpContained', ['operate'], []],
  ['readStatus', ['read', 'approve', 'operate'], ['read', 'approve', 'operate']],
  ['stopRevocations', ['operate'], []],
  ['resumeRevocations', ['operate'], []],
  ['listQuarantine', ['operate'], ['operate']],
  ['readOriginal', ['operate'], ['operate']],
  ['settleOriginal', ['operate'], []],
  ['healthDetails', ['read', 'approve', 'operate'], ['read', 'approve', 'operate']],
];

describe('the role of a caller', () => {
  it.each(table)('%s', (name, persons, applications) => {
    const endpoint = endpoints[name];
    if (!('allowed' in endpoint)) throw new Error('It is open to all.');
    const opens = (caller: (role: Role) => Caller) =>
      all.filter((role) => denialOfCaller(caller(role), endpoint.allowed) === undefined);
    expect(opens((role) => aPerson('x', role))).toEqual(persons);
    expect(opens((role) => anApplication(role))).toEqual(applications);
  });
  it('is looked at for every operation but the description', () => {
    const open = Object.entries(endpoints).filter(([, endpoint]) => !('allowed' in endpoint));
    expect(open.map(([name]) => name)).toEqual(['openApi']);
    expect(table.map(([name]) => name)).toEqual(Object.keys(endpoints).filter((name) => name !== 'openApi'));
  });
  it('is named when it is missing', () => {
    expect(denialOfCaller(aPerson('x', 'read'), endpoints.decideApproval.allowed)).toContain(
      'Revocation.Approve',
    );
  });
});
