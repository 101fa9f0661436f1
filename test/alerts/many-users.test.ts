import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';

/** What is wrong with each item of a message. */
function issuesOf(message: unknown): string[][] {
  return readMessage(Buffer.from(JSON.stringify(message)), { fallbackId: 'm' }).map((reading) =>
    reading.kind === 'rejected' ? reading.issues.map(({ path, message: what }) => `${path}: ${what}`) : [],
  );
}
const users = (length: number): string[] => Array.from({ length }, (_, n) => `user${String(n)}@contoso.com`);

describe('more users than a request may name', () => {
  const tooMany = 'users: must not name more than 1000 users';
  it('are one problem, whatever else is wrong with them', () =>
    expect(issuesOf({ users: Array.from({ length: 1001 }, () => 'x') })).toEqual([[tooMany]]));
  it('do not hide a problem of another field', () =>
    expect(issuesOf({ users: users(1001), whatIf: 'x' })).toEqual([
      [tooMany, 'whatIf: must be true or false'],
    ]));
  it('may be in one field of text', () => {
    expect(issuesOf({ user: users(1000).join(';') })).toEqual([[]]);
    expect(issuesOf({ user: users(1001).join(';') })).toEqual([[tooMany]]);
    expect(issuesOf({ users: [users(600).join(';'), users(600).join(';')] })).toEqual([[tooMany]]);
  });
  it('are not there where the users of an item are no list', () =>
    expect(issuesOf([{ users: users(1000) }, { users: 'x' }])).toEqual([
      [],
      ['users: must be a list of users'],
    ]));
});
