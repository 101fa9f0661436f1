import { describe, expect, it } from '@jest/globals';
import { inMemoryLedger } from '../../shared/adapters/ledger/in-memory-ledger';
import type { KnownEntry } from '../../shared/core/protected-entry';
import type { Policy } from '../../shared/core/policy';
import type { LookUpEntry } from '../../shared/health/protected-check';
import { protectedCheck } from '../../shared/health/protected-check';
import { Unavailable } from '../../shared/ports/unavailable';
import { AVERY_ID, NOW, TENANT_ID, aPolicy } from '../support/builders';
import { fixedClock } from '../support/fixed-clock';
import { GROUP } from '../support/memberships';

const known = (entry: string, changes: Partial<KnownEntry> = {}): KnownEntry => ({
  kind: 'user',
  entry,
  ids: [AVERY_ID],
  state: 'resolved',
  checkedAt: NOW.toISOString(),
  ...changes,
});

/** The check of a policy that protects these users and a group, when so much is known. */
async function checked(users: readonly string[], entries: readonly KnownEntry[]) {
  const ledger = inMemoryLedger();
  const group = known(GROUP, { kind: 'group', ids: [GROUP] });
  for (const entry of [group, ...entries]) await ledger.protectedEntries.record(TENANT_ID, entry);
  const policy = aPolicy({ protected: { users, groups: [GROUP], roles: [] } });
  return protectedCheck(policy, ledger, fixedClock()).run();
}

describe('the health check of protected accounts', () => {
  it('is in order when each entry leads to one object', async () =>
    expect(await checked(['avery@contoso.com'], [known('avery@contoso.com')])).toMatchObject({
      status: 'ok',
    }));
  it.each<[KnownEntry['state'], string]>([
    ['notFound', 'protected.users[0] does not exist in the directory.'],
    ['renamed', 'leads to nobody any more (the account that it led to before stays protected)'],
    ['several', 'protected.users[0] leads to several accounts.'],
    ['notAUser', 'protected.users[0] is not a user.'],
  ])('has failed for an entry that is %s, and says so without its name', async (state, sentence) => {
    const result = await checked(['x@contoso.com'], [known('x@contoso.com', { state })]);
    expect(result).toMatchObject({ status: 'failed', detail: expect.stringContaining(sentence) });
    expect(JSON.stringify(result)).not.toContain('@');
  });
  it('has failed for a name that is not what it seems, even before it is resolved', async () => {
    expect(await checked(['br\u0435ak@contoso.com'], [])).toMatchObject({
      status: 'failed',
      detail: 'protected.users[0] mixes Latin letters with those of another script (U+0435).',
    });
    expect(await checked(['break\u200B@contoso.com'], [known('break\u200B@contoso.com')])).toMatchObject({
      status: 'failed',
      detail: 'protected.users[0] contains an invisible character (U+200B).',
    });
  });
  it('warns while an entry has not been resolved, which then protects by name only', async () =>
    expect(await checked(['avery@contoso.com'], [])).toMatchObject({
      status: 'warning',
      detail: expect.stringMatching(/^Not resolved yet: protected\.users\[0\]\. .*by the name/),
    }));
  it('warns when nothing has been resolved for long, and not for an entry that policy no longer has', async () => {
    const longAgo = new Date(NOW.getTime() - 31 * 60_000).toISOString();
    const old = known('avery@contoso.com', { checkedAt: longAgo });
    expect(await checked(['avery@contoso.com'], [old])).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining(longAgo),
    });
    expect(await checked([], [old])).toMatchObject({ status: 'ok' });
  });
  it('does not say of a group that a name protects it', async () => {
    const policy = aPolicy({ protected: { users: [], groups: [GROUP], roles: [] } });
    expect(await protectedCheck(policy, inMemoryLedger(), fixedClock()).run()).toMatchObject({
      status: 'warning',
      detail: 'Not resolved yet: protected.groups[0]. Until then the ids in the policy protect.',
    });
  });
  it('names ten entries at most', async () => {
    const users = Array.from({ length: 12 }, (_, n) => `x${String(n)}\u200B@contoso.com`);
    const { detail } = await checked(users, []);
    expect(detail).toContain('protected.users[9]');
    expect(detail).not.toContain('protected.users[10]');
    expect(detail).toMatch(/; and 2 more\.$/);
  });
  it('has failed while the ledger cannot be read', async () => {
    const { protectedEntries } = inMemoryLedger();
    const read = (): Promise<never> => Promise.reject(new Unavailable('ledger', undefined));
    const ledger = { protectedEntries: { ...protectedEntries, read } };
    expect(await protectedCheck(aPolicy(), ledger, fixedClock()).run()).toMatchObject({ status: 'failed' });
  });
});

describe('the health check of protected accounts, for an operator', () => {
  /** The check of a policy that protects these, looked up in a directory that answers so. */
  async function examined(
    accounts: Partial<Policy['protected']>,
    lookUp: LookUpEntry,
    entries: readonly KnownEntry[] = [],
  ) {
    const ledger = inMemoryLedger();
    for (const entry of entries) await ledger.protectedEntries.record(TENANT_ID, entry);
    const before = await ledger.protectedEntries.read(TENANT_ID);
    const policy = aPolicy({ protected: { users: [], groups: [], roles: [], ...accounts } });
    const result = await protectedCheck(policy, ledger, fixedClock(), lookUp).run();
    expect(await ledger.protectedEntries.read(TENANT_ID)).toEqual(before);
    return result;
  }
  const answering =
    (state: KnownEntry['state']): LookUpEntry =>
    () =>
      Promise.resolve({ state, ids: [] });

  it('says of a draft which entry does not exist, by its text, and writes nothing', async () => {
    const lookUp: LookUpEntry = ({ entry }) =>
      Promise.resolve(
        entry === 'avery@contoso.com'
          ? { state: 'resolved', ids: [AVERY_ID] }
          : { state: 'notFound', ids: [] },
      );
    expect(await examined({ users: ['avery@contoso.com', 'brake-glass@contoso.com'] }, lookUp)).toMatchObject(
      {
        status: 'failed',
        detail: 'protected.users[1] (brake-glass@contoso.com) does not exist in the directory.',
      },
    );
    expect(await examined({ groups: [GROUP] }, answering('notFound'))).toMatchObject({
      status: 'failed',
      detail: `protected.groups[0] (${GROUP}) does not exist in the directory.`,
    });
  });
  it('is in order for a draft whose entries exist', async () =>
    expect(
      await examined({ users: ['avery@contoso.com'], groups: [GROUP] }, answering('resolved')),
    ).toMatchObject({ status: 'ok' }));
  it('looks an entry up again that did not exist before, and none that is in order', async () => {
    const asked: string[] = [];
    const lookUp: LookUpEntry = ({ entry }) => {
      asked.push(entry);
      return Promise.resolve({ state: 'resolved', ids: [AVERY_ID] });
    };
    const entries = [known('avery@contoso.com'), known('new@contoso.com', { state: 'notFound', ids: [] })];
    const users = ['avery@contoso.com', 'new@contoso.com'];
    expect(await examined({ users }, lookUp, entries)).toMatchObject({ status: 'ok' });
    expect(asked).toEqual(['new@contoso.com']);
  });
  it('says that the directory did not answer, and not to wait', async () =>
    expect(await examined({ users: ['avery@contoso.com'] }, () => Promise.resolve(undefined))).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('protected.users[0] (avery@contoso.com)'),
      remedy: 'Microsoft Graph did not answer: see the checks of its permissions.',
    }));
});
