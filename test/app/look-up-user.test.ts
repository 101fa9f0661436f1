import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lookUpUser } from '../../shared/app/look-up-user';
import type { UserFact } from '../../shared/core/facts';
import type { UserReference } from '../../shared/core/user-reference';
import { referenceKey, referenceText } from '../../shared/core/user-reference';
import type { Directory } from '../../shared/ports/directory';
import { appOfTwins, members } from '../support/app';
import { aUser } from '../support/builders';
import { textDetail, writeDetail } from '../../shared/core/detail';

const upn = (userPrincipalName: string): UserReference => ({ kind: 'userPrincipalName', userPrincipalName });
const id = (text: string): UserReference => ({ kind: 'id', id: text });
const FOREIGN = id('c3a9d7e2-5b41-4f60-8e1d-77aa66bb55cc');
const avery = aUser();
const blake = aUser({ id: members[1]?.id ?? '', userPrincipalName: 'blake@contoso.com' });
const found = (user: typeof avery, ...names: readonly UserReference[]): UserFact => ({
  kind: 'found',
  user,
  names: names.map(referenceKey),
});
const failed = (kind: 'throttled' | 'forbidden'): UserFact => ({
  kind: 'lookupFailed',
  failure: { kind, detail: textDetail(kind) },
});
const notFound: UserFact = { kind: 'notFound' };
const several: UserFact = { kind: 'ambiguous', detail: textDetail('2 users match.') };
const application: UserFact = { kind: 'notAUser', objectType: 'servicePrincipal' };

/** Looks up names, each of which has an answer of the directory. */
async function lookUp(...answers: readonly UserFact[]): Promise<{ fact: UserFact; asked: number }> {
  let asked = 0;
  const directory: Directory = {
    ...appOfTwins().dependencies.directory,
    find: (reference) => {
      asked++;
      return Promise.resolve(answers[Number(referenceText(reference))] ?? notFound);
    },
  };
  const [first = id('0'), ...others] = answers.map((_answer, n) => id(String(n)));
  return { fact: await lookUpUser(directory, [first, ...others], false), asked };
}

describe('the names of one account lead to', () => {
  it.each<[string, readonly UserFact[], Partial<UserFact>]>([
    ['the user of the only name', [found(avery)], { kind: 'found', user: avery }],
    [
      'the user of the second, when nobody has the first',
      [notFound, found(avery)],
      { kind: 'found', user: avery },
    ],
    ['the user of both', [found(avery), found(avery)], { kind: 'found', user: avery }],
    ['the user of one, when the other fits several', [several, found(avery)], { kind: 'found' }],
    [
      'the user of one, when the other can never be looked up',
      [failed('forbidden'), found(avery)],
      { kind: 'found' },
    ],
    ['no user, when two have one each', [found(avery), found(blake)], { kind: 'ambiguous' }],
    ['no user, when another object has one', [application, found(avery)], { kind: 'ambiguous' }],
    [
      'no user yet, while one cannot be looked up',
      [found(avery), failed('throttled')],
      { kind: 'lookupFailed' },
    ],
    [
      'no user, when a name fits several and nobody has the other',
      [several, notFound],
      { kind: 'ambiguous' },
    ],
    ['an object that is not a user', [application, notFound], { kind: 'notAUser' }],
    ['nobody', [notFound, notFound], { kind: 'notFound' }],
  ])('%s', async (_what, answers, expected) =>
    expect((await lookUp(...answers)).fact).toMatchObject(expected),
  );
  it('two users, who are both named', async () => {
    const { fact } = await lookUp(found(avery), found(blake));
    expect(fact.kind === 'ambiguous' && writeDetail(fact.detail)).toBe(
      'The names of the account lead to different objects: 0 (avery@contoso.com) and 1 (blake@contoso.com).',
    );
  });
  it('a user who is not looked up again by a name that the directory has given them', async () => {
    expect((await lookUp(found(avery, id('1')), found(avery), found(avery))).asked).toBe(2);
  });
});

describe('a second name', () => {
  it('of the same person never loses them, wherever it stands', async () => {
    const { directory } = appOfTwins().dependencies;
    const names = [id(avery.id), upn('Avery@contoso.com'), FOREIGN, upn('avery@elsewhere.example')];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names, { minLength: 1 }), async ([first = FOREIGN, ...others]) => {
        const named = [first, ...others];
        const isNamed = named.includes(names[0] ?? FOREIGN) || named.includes(names[1] ?? FOREIGN);
        const fact = await lookUpUser(directory, [first, ...others], false);
        expect(fact.kind === 'found' ? fact.user.id : fact.kind).toBe(isNamed ? avery.id : 'notFound');
      }),
    );
  });
});

describe('more names than an account has', () => {
  it('are those of several people, and none of them is looked up', async () => {
    const { fact, asked } = await lookUp(...Array.from({ length: 21 }, () => notFound));
    expect([fact.kind, asked]).toEqual(['ambiguous', 0]);
  });
});
