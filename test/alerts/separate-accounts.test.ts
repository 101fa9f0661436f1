import { describe, expect, it } from '@jest/globals';
import type { AccountNames } from '../../shared/alerts/account';
import { JsonNode } from '../../shared/alerts/json-node';
import { MAX_ACCOUNTS } from '../../shared/alerts/limits';
import { separateAccounts } from '../../shared/alerts/separate-accounts';

type Kind = 'ids' | 'userPrincipalNames' | 'sids' | 'names';

const given = (values: Partial<Record<Kind, unknown>>): AccountNames =>
  Object.fromEntries(Object.entries(values).map(([kind, value]) => [kind, [new JsonNode(value, kind)]]));

/** The texts of each account. */
function textsOf(accounts: readonly AccountNames[]): object[] {
  const texts = (nodes: readonly JsonNode[] = []): string[] => nodes.flatMap(({ asText }) => asText ?? []);
  return accounts.map(({ ids, userPrincipalNames, sids, names }) =>
    Object.fromEntries(
      Object.entries({ ids, userPrincipalNames, sids, names })
        .map(([kind, nodes]) => [kind, texts(nodes)] as const)
        .filter(([, found]) => found.length > 0),
    ),
  );
}
const separated = (values: Partial<Record<Kind, unknown>>): object[] =>
  textsOf(separateAccounts(given(values)));

describe('the names at one place of an alert', () => {
  it.each<[Partial<Record<Kind, unknown>>, object[]]>([
    [
      { ids: 'i', userPrincipalNames: 'a@b.c', sids: 'S-1-1', names: 'a' },
      [{ ids: ['i'], userPrincipalNames: ['a@b.c'], sids: ['S-1-1'], names: ['a'] }],
    ],
    [{ ids: 7 }, [{ ids: ['7'] }]],
    [{ ids: null, names: 'a' }, [{ names: ['a'] }]],
    [{ userPrincipalNames: ['a@b.c'] }, [{ userPrincipalNames: ['a@b.c'] }]],
    [{ userPrincipalNames: '["a@b.c"]' }, [{ userPrincipalNames: ['a@b.c'] }]],
    [{}, [{}]],
  ])('are of one account: %j', (values, accounts) => expect(separated(values)).toEqual(accounts));
  it.each<[Partial<Record<Kind, unknown>>, object[]]>([
    [{ names: 'a\nb' }, [{}, { names: ['a'] }, { names: ['b'] }]],
    [{ names: ['a', null, 7, {}] }, [{}, { names: ['a'] }, { names: ['7'] }]],
    [{ names: ['a;b', 'c'] }, [{}, { names: ['a'] }, { names: ['b'] }, { names: ['c'] }]],
    [{ names: 'a\nb', sids: 'S-1-1' }, [{ sids: ['S-1-1'] }, { names: ['a'] }, { names: ['b'] }]],
  ])('are of as many accounts as one field has, and of one with the others: %j', (values, accounts) =>
    expect(separated(values)).toEqual(accounts),
  );
  it('are of the same accounts where two kinds of names are in the same field', () => {
    const field = new JsonNode('a@b.c\nd@e.f', 'user');
    expect(textsOf(separateAccounts({ userPrincipalNames: [field], names: [field] }))).toEqual([
      {},
      { userPrincipalNames: ['a@b.c'], names: ['a@b.c'] },
      { userPrincipalNames: ['d@e.f'], names: ['d@e.f'] },
    ]);
  });
  it('keep the path of their field', () => {
    const [, first] = separateAccounts(given({ names: 'a\nb' }));
    expect(first?.names?.map(({ path }) => path)).toEqual(['names']);
  });
  it('are read up to one more than an alert may name', () => {
    const names = Array.from({ length: MAX_ACCOUNTS + 5 }, (_, n) => `n${String(n)}`);
    expect(separated({ names: names.join('\n') })).toHaveLength(1 + MAX_ACCOUNTS + 1);
    expect(separated({ names })).toHaveLength(1 + MAX_ACCOUNTS + 1);
  });
});

describe('a suffix or a domain', () => {
  const lengthOf = (length: number): (number | undefined)[] => {
    const node = new JsonNode('x'.repeat(length), 'domain');
    const [account] = separateAccounts({ ...given({ names: 'a' }), suffix: node, domain: node });
    expect(account?.domain?.path).toBe('domain');
    return [account?.suffix?.asText?.length, account?.domain?.asText?.length];
  };
  it('is with each of the names', () => {
    const domain = new JsonNode('CONTOSO', 'domain');
    const accounts = separateAccounts({ ...given({ names: 'a\nb' }), domain });
    expect(accounts.map((account) => account.domain)).toEqual([domain, domain, domain]);
  });
  it('stays as it is up to the longest that may be a name', () => expect(lengthOf(400)).toEqual([400, 400]));
  it('is cut where it is longer', () => expect(lengthOf(5000)).toEqual([400, 400]));
  it('may be missing, or be no text', () => {
    const list = new JsonNode([], 'domain');
    const [account] = separateAccounts({ ...given({ names: 'a' }), domain: list });
    expect([account?.suffix, account?.domain]).toEqual([undefined, list]);
  });
});
