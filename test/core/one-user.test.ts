import { describe, expect, it } from '@jest/globals';
import type { UserFact } from '../../shared/core/facts';
import { detail } from '../../shared/core/detail';
import type { NameAnswer } from '../../shared/core/one-user';
import { oneUser } from '../../shared/core/one-user';
import { aUser } from '../support/builders';

const avery = aUser();
const found: UserFact = { kind: 'found', user: avery };
const other: UserFact = {
  kind: 'found',
  user: { ...avery, id: 'u-2', userPrincipalName: 'blake@contoso.com' },
};
const transient: UserFact = {
  kind: 'lookupFailed',
  failure: { kind: 'unavailable', detail: detail('graphThrottling') },
};
const final: UserFact = {
  kind: 'lookupFailed',
  failure: { kind: 'forbidden', detail: detail('graphThrottling') },
};
const several: UserFact = { kind: 'ambiguous', detail: detail('noSuchUser') };
const none: UserFact = { kind: 'notFound' };
const application: UserFact = { kind: 'notAUser', objectType: 'servicePrincipal' };

const answersOf = (...facts: readonly UserFact[]): NameAnswer[] =>
  facts.map((fact, n) => ({ name: { kind: 'id', id: `ID-${String(n)}` }, fact }));

describe('the names of an account lead to', () => {
  it.each<[string, readonly UserFact[], UserFact]>([
    ['the user whom one of them finds', [none, several, final, found], found],
    ['the user whom all of them find', [found, found], found],
    ['the object that one of them finds', [none, application], application],
    ['a look-up that may yet find another user', [found, transient], transient],
    ['a look-up that failed', [none, several, final], final],
    ['several users', [none, several], several],
    ['nobody', [none, none], none],
  ])('%s', (_what, facts, fact) => expect(oneUser(answersOf(...facts))).toEqual(fact));
  it('two objects, which are described by their names', () => {
    expect(oneUser(answersOf(found, other))).toEqual({
      kind: 'ambiguous',
      detail: detail('namesDiffer', {
        one: `ID-0 (${avery.userPrincipalName ?? ''})`,
        two: 'ID-1 (blake@contoso.com)',
      }),
    });
    expect(oneUser(answersOf(application, found))).toEqual({
      kind: 'ambiguous',
      detail: detail('namesDiffer', {
        one: 'ID-0 (servicePrincipal)',
        two: `ID-1 (${avery.userPrincipalName ?? ''})`,
      }),
    });
  });
  it('a name that is the object itself is not repeated', () => {
    const name = { kind: 'userPrincipalName', userPrincipalName: 'BLAKE@contoso.com' } as const;
    expect(oneUser([...answersOf(found), { name, fact: other }])).toMatchObject({
      detail: { values: { two: 'BLAKE@contoso.com' } },
    });
  });
});
