import { describe, expect, it } from '@jest/globals';
import { ownEntriesCheck } from '../../shared/health/own-entries-check';
import type { LookUpEntry } from '../../shared/health/protected-check';

const NOBODY = { users: [], groups: [], roles: [] };
const known: LookUpEntry = ({ entry }) => {
  if (entry.startsWith('later')) return Promise.resolve(undefined);
  const isThere = entry.startsWith('a@');
  return Promise.resolve({ state: isThere ? 'resolved' : 'notFound', ids: [] });
};
const judged = (...users: readonly string[]) => ownEntriesCheck({ ...NOBODY, users }, known).run();

describe('the check of whom a connection protects', () => {
  it('is in order where each entry leads to somebody', async () =>
    expect(await judged('a@nw.example')).toMatchObject({ status: 'ok' }));
  it('fails for an entry that protects nobody, and names its place and no user', async () =>
    expect(await judged('a@nw.example', 'b@nw.example')).toEqual({
      status: 'failed',
      detail: 'policy.protected.users[1] does not exist in the directory.',
      remedy: 'Correct the entry in the connection; name accounts by object id.',
    }));
  it('fails for a name with an invisible character, which is not looked up with success', async () =>
    expect((await judged('a@nw\u200b.example')).detail).toContain('invisible character (U+200B)'));
  it('warns of entries for which the directory did not answer', async () =>
    expect(await judged('later@nw.example', 'a@nw.example')).toEqual({
      status: 'warning',
      detail: '1 of 2 entries were not looked up.',
    }));
  it('looks up no more than fifty', async () =>
    expect((await judged(...Array.from({ length: 60 }, () => 'a@nw.example'))).detail).toBe(
      '10 of 60 entries were not looked up.',
    ));
});
