import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../shared/core/policy';
import { askedMemberships, mayRequireApproval, readMemberships } from '../../shared/core/policy';
import { aPolicy, aRequest } from '../support/builders';

const policy = aPolicy();
const { protected: protectedUsers, confirmation } = policy;

describe('the memberships that rules look at', () => {
  it('are none where no rule names a group or a role', () =>
    expect(askedMemberships(policy)).toBeUndefined());
  it.each<[string, Partial<Policy>, object]>([
    [
      'protected groups',
      { protected: { ...protectedUsers, groups: ['g'] } },
      { groups: ['g'], roles: false },
    ],
    ['protected roles', { protected: { ...protectedUsers, roles: ['r'] } }, { groups: [], roles: true }],
    [
      'groups of approvals',
      { confirmation: { ...confirmation, groups: ['g'] } },
      { groups: ['g'], roles: false },
    ],
    ['roles of approvals', { confirmation: { ...confirmation, roles: ['r'] } }, { groups: [], roles: true }],
    [
      'both, each once',
      {
        protected: { ...protectedUsers, groups: ['g', 'h'], roles: ['r'] },
        confirmation: { ...confirmation, groups: ['g'], roles: ['r'] },
      },
      { groups: ['g', 'h'], roles: true },
    ],
  ])('are %s', (_what, changes, asked) => expect(askedMemberships({ ...policy, ...changes })).toEqual(asked));
});

describe('the memberships that the app must be able to read', () => {
  const ofAdmins = { steps: [], mayAsk: [], when: { roles: ['r'] }, lookBackMs: 0 };
  it('are those of rules on users, and roles where steps of a containment depend on them', () => {
    expect(readMemberships(policy)).toBeUndefined();
    expect(readMemberships({ ...policy, containment: [{ ...ofAdmins, when: {} }] })).toBeUndefined();
    expect(readMemberships({ ...policy, containment: [ofAdmins] })).toEqual({ groups: [], roles: true });
    expect(
      readMemberships({
        ...policy,
        containment: [ofAdmins],
        protected: { ...protectedUsers, groups: ['g'] },
      }),
    ).toEqual({ groups: ['g'], roles: true });
  });
});

describe('an approval may be required', () => {
  const may = (changes: Partial<Policy>, confirm = false, isUnknown = false): boolean =>
    mayRequireApproval({ ...policy, ...changes }, aRequest({ confirm }), { isUnknown });
  it('by no rule of a policy that names none', () => {
    expect(may({})).toBe(false);
    expect(may({ unknownAge: 'revoke' }, false, true)).toBe(false);
    expect(may({ unknownAge: 'confirm' }, false, false)).toBe(false);
  });
  it.each<[string, Partial<Policy>, boolean, boolean]>([
    ['by the brake', { brake: { users: 1, windowMs: 1000, repeats: 3 } }, false, false],
    ['always', { confirmation: { ...confirmation, always: true } }, false, false],
    ['by the request', {}, true, false],
    ['by an unknown age', { unknownAge: 'confirm' }, false, true],
    ['by severity', { confirmation: { ...confirmation, severityBelow: 'high' } }, false, false],
    ['by a group', { confirmation: { ...confirmation, groups: ['g'] } }, false, false],
    ['by a role', { confirmation: { ...confirmation, roles: ['r'] } }, false, false],
    ['by a rule on events', { sources: [{ name: 'x', effect: 'confirm' }] }, false, false],
  ])('%s', (_what, changes, confirm, isUnknown) => expect(may(changes, confirm, isUnknown)).toBe(true));
});
