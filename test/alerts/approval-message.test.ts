import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../shared/alerts/read-message';
import type { Reading } from '../../shared/alerts/reading';

const by = 'blake@contoso.com';

function read(message: unknown): Reading {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return readMessage(Buffer.from(text), { fallbackId: 'd-1' })[0];
}

describe('a decision', () => {
  it.each<[string, unknown, object]>([
    ['on one request for approval', { confirmation: 'c-1' }, { kind: 'one', approval: 'c-1' }],
    ['on all that wait of one request', { request: 'r-1' }, { kind: 'request', requestId: 'r-1' }],
    ['on all that the brake holds', { brake: 'all' }, { kind: 'brake' }],
  ])('may be %s', (_what, on, target) => {
    for (const decision of ['approve', 'decline']) {
      expect(read({ ...(on as object), decision, by })).toEqual({
        kind: 'decision',
        requestId: 'd-1',
        target,
        decision,
        by,
      });
    }
  });
  it('of the app says that the time of one request is over, and names nobody', () =>
    expect(read({ confirmation: 'c-1', decision: 'expire' })).toEqual({
      kind: 'decision',
      requestId: 'd-1',
      target: { kind: 'one', approval: 'c-1' },
      decision: 'expire',
      by: '',
    }));
  it('has fields in any case', () =>
    expect(read({ Confirmation: 'c-1', DECISION: 'approve', By: by })).toMatchObject({
      kind: 'decision',
      by,
    }));
  it.each<[string, unknown, string]>([
    ['nothing that it is on', { decision: 'approve', by }, 'confirmation'],
    [
      'two things that it is on',
      { confirmation: 'c-1', brake: 'all', decision: 'approve', by },
      'confirmation',
    ],
    ['an expiry of a whole request', { request: 'r-1', decision: 'expire' }, 'decision'],
    ['another verb', { confirmation: 'c-1', decision: 'maybe', by }, 'decision'],
    ['nobody who decided', { confirmation: 'c-1', decision: 'approve' }, 'by'],
    ['part of the brake', { brake: 'some', decision: 'approve', by }, 'brake'],
    ['an unknown field', { confirmation: 'c-1', decision: 'approve', by, user: 'a@b.c' }, 'user'],
    [
      'a field twice',
      `{"confirmation":"c-1","confirmation":"c-2","decision":"approve","by":"${by}"}`,
      'confirmation',
    ],
  ])('is rejected with %s', (_what, message, path) =>
    expect(read(message)).toMatchObject({
      kind: 'rejected',
      format: 'decision',
      issues: expect.arrayContaining([expect.objectContaining({ path })]),
    }),
  );
  it('with another verb names what is wrong', () =>
    expect(read({ confirmation: 'c-1', decision: 'maybe', by })).toMatchObject({
      issues: [{ path: 'decision', message: 'must be approve or decline' }],
    }));
});

it('several names in one field of a request are as many users, and with a list of users an issue', () => {
  expect(read({ user: `${by}; casey@contoso.com` })).toMatchObject({
    request: { users: [{ userPrincipalName: by }, { userPrincipalName: 'casey@contoso.com' }] },
  });
  expect(read({ user: `${by}; casey@contoso.com`, users: ['avery@contoso.com'] })).toMatchObject({
    kind: 'rejected',
    issues: expect.arrayContaining([expect.objectContaining({ path: 'users' })]),
  });
});
