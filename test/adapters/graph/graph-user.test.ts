import { describe, expect, it } from '@jest/globals';
import { factOf, graphUser, isUserType } from '../../../shared/adapters/graph/graph-user';

describe('an object of the directory', () => {
  it.each([
    ['#microsoft.graph.user', 'found'],
    ['#microsoft.graph.agentUser', 'found'],
    [undefined, 'found'],
    ['#microsoft.graph.agentIdentity', 'notAUser'],
    ['#microsoft.graph.servicePrincipal', 'notAUser'],
    ['#microsoft.graph.device', 'notAUser'],
  ])('of the type %s: %s', (type, kind) =>
    expect(factOf(graphUser.parse({ id: 'u-1', '@odata.type': type }), {}).kind).toBe(kind),
  );
  it.each([
    [false, { isDisabled: true }],
    [true, {}],
    [null, {}],
    [undefined, {}],
  ])('is a disabled account only where Graph says so: accountEnabled %s', (accountEnabled, expected) => {
    const { isDisabled } = {
      isDisabled: undefined,
      ...factOf(graphUser.parse({ id: 'u-1', accountEnabled }), {}),
    };
    expect(isDisabled === undefined ? {} : { isDisabled }).toEqual(expected);
  });
  it('has user sessions if it is a user or the user of an agent', () => {
    expect(['user', 'agentUser', 'agentIdentity', 'group'].map(isUserType)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
