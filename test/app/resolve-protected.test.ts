import { describe, expect, it } from '@jest/globals';
import { resolveProtected } from '../../shared/app/resolve-protected';
import { textDetail } from '../../shared/core/detail';
import type { UserFact } from '../../shared/core/facts';
import type { Policy } from '../../shared/core/policy';
import type { Directory } from '../../shared/ports/directory';
import { AVERY_ID, TENANT_ID, aUser } from '../support/builders';
import { appOfTwins } from '../support/app';
import { GLOBAL_ADMINISTRATOR, GROUP } from '../support/memberships';

const FOUND: UserFact = { kind: 'found', user: aUser({ id: AVERY_ID.toUpperCase() }) };
const failure = { kind: 'unavailable', detail: textDetail('503') } as const;

/** The app with a policy that protects these, and a directory that answers so. */
function resolving(accounts: Partial<Policy['protected']>, answers: Partial<Directory> = {}) {
  const side = appOfTwins({ protected: { users: [], groups: [], roles: [], ...accounts } });
  const asked: string[] = [];
  const find: Directory['find'] = (reference) => {
    asked.push(reference.kind === 'id' ? reference.id : reference.kind);
    return { ...side.dependencies.directory, ...answers }.find(reference);
  };
  const dependencies = {
    ...side.dependencies,
    directory: { ...side.dependencies.directory, ...answers, find },
  };
  return {
    ...side,
    asked,
    resolve: (which: 'all' | 'stale' = 'all') => resolveProtected(dependencies, which),
    known: () => side.dependencies.ledger.protectedEntries.read(TENANT_ID),
  };
}

describe('a protected user is resolved', () => {
  it.each<[string, string, Partial<Directory>, object]>([
    ['by name', 'avery@contoso.com', {}, { state: 'resolved', ids: [AVERY_ID] }],
    ['by id', AVERY_ID, {}, { state: 'resolved', ids: [AVERY_ID] }],
    [
      'to an id in lower case',
      'avery@contoso.com',
      { find: () => Promise.resolve(FOUND) },
      { ids: [AVERY_ID] },
    ],
    ['to nobody', 'nobody@contoso.com', {}, { state: 'notFound', ids: [] }],
    [
      'to several, all of whom are protected',
      'shared@contoso.com',
      {
        find: () => Promise.resolve({ kind: 'ambiguous', detail: textDetail('2'), userIds: ['A-1', 'a-2'] }),
      },
      { state: 'several', ids: ['a-1', 'a-2'] },
    ],
    [
      'to nobody when the name is malformed',
      'x@contoso.com',
      { find: () => Promise.resolve({ kind: 'lookupFailed', failure: { ...failure, kind: 'badRequest' } }) },
      { state: 'notFound', ids: [] },
    ],
  ])('%s', async (_how, entry, answers, expected) => {
    const side = resolving({ users: [entry] }, answers);
    await side.resolve();
    expect(await side.known()).toMatchObject([{ kind: 'user', entry, ...expected }]);
  });
  it('and one that was deleted and made again under its name is one account', async () => {
    const entry = 'avery@contoso.com';
    const side = resolving({ users: [entry] });
    const deleted = { kind: 'user', entry, ids: ['deleted-id'], state: 'resolved', checkedAt: '' } as const;
    await side.dependencies.ledger.protectedEntries.record(TENANT_ID, deleted);
    expect(await side.resolve()).toEqual([]);
    expect(await side.known()).toMatchObject([{ state: 'resolved', ids: ['deleted-id', AVERY_ID] }]);
  });
});

describe('an entry that led to an account before', () => {
  it('is looked up once more before operators are alarmed: Graph is eventually consistent', async () => {
    const answers: UserFact[] = [FOUND, { kind: 'notFound' }, FOUND];
    const side = resolving(
      { users: ['avery@contoso.com'] },
      {
        find: ({ kind }) =>
          Promise.resolve((kind === 'id' ? undefined : answers.shift()) ?? { kind: 'notFound' }),
      },
    );
    expect(await side.resolve()).toEqual([]);
    expect(await side.resolve()).toEqual([]);
    expect(await side.resolve()).toMatchObject([{ problem: { kind: 'notFound' } }]);
  });
});

describe('a protected group or role is looked for', () => {
  it.each([
    [{ groups: [GROUP] }, 'exists', 'resolved'],
    [{ groups: [GROUP] }, 'notFound', 'notFound'],
    [{ roles: [GLOBAL_ADMINISTRATOR] }, 'exists', 'resolved'],
    [{ roles: [GLOBAL_ADMINISTRATOR] }, 'notFound', 'notFound'],
  ] as const)('%j: %s', async (accounts, kind, state) => {
    const side = resolving(accounts, { exists: () => Promise.resolve({ kind }) });
    await side.resolve();
    expect(await side.known()).toMatchObject([{ state }]);
  });
});

describe('while the directory does not answer', () => {
  it('nothing is recorded, nobody is alarmed, and it is logged', async () => {
    const side = resolving(
      { users: ['avery@contoso.com'], groups: [GROUP] },
      {
        find: () => Promise.resolve({ kind: 'lookupFailed', failure }),
        exists: () => Promise.resolve({ kind: 'unreadable', failure }),
      },
    );
    expect(await side.resolve()).toEqual([
      { kind: 'unresolved', path: 'protected.users[0]' },
      { kind: 'unresolved', path: 'protected.groups[0]' },
    ]);
    expect(await side.known()).toEqual([]);
    expect(side.telemetry.events).toEqual([]);
  });
  it('for an account that a name led to before, the name is not resolved either: it may be one of two', async () => {
    const find: Directory['find'] = ({ kind }) =>
      Promise.resolve(kind === 'id' ? { kind: 'lookupFailed', failure } : FOUND);
    const side = resolving({ users: ['avery@contoso.com'] }, { find });
    const entry = { kind: 'user', entry: 'avery@contoso.com', ids: ['a-1'], state: 'resolved' } as const;
    await side.dependencies.ledger.protectedEntries.record(TENANT_ID, { ...entry, checkedAt: '' });
    expect(await side.resolve()).toEqual([{ kind: 'unresolved', path: 'protected.users[0]' }]);
  });
  it('what was known before counts, problems included', async () => {
    const answers: { fact: UserFact } = { fact: { kind: 'notFound' } };
    const side = resolving({ users: ['x@contoso.com'] }, { find: () => Promise.resolve(answers.fact) });
    await side.resolve();
    answers.fact = { kind: 'lookupFailed', failure };
    expect(await side.resolve()).toMatchObject([{ kind: 'problem', problem: { kind: 'notFound' } }]);
  });
});

describe('at start', () => {
  it('what another process has just resolved is not resolved again, and the timer resolves everything', async () => {
    const side = resolving({ users: [AVERY_ID] });
    await side.resolve('stale');
    await side.resolve('stale');
    expect(side.asked).toEqual([AVERY_ID]);
    side.clock.advance(6 * 60_000);
    await side.resolve('stale');
    await side.resolve('all');
    expect(side.asked).toHaveLength(3);
  });
  it('a policy that protects nobody asks neither the ledger nor the directory', async () => {
    const side = resolving({});
    const read = (): Promise<never> => Promise.reject(new Error('read'));
    const ledger = { ...side.dependencies.ledger };
    const dependencies = {
      ...side.dependencies,
      ledger: { ...ledger, protectedEntries: { ...ledger.protectedEntries, read } },
    };
    expect(await resolveProtected(dependencies, 'all')).toEqual([]);
  });
});
