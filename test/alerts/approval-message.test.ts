import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decisionJsonSchema } from '../../shared/alerts/decision-schema';
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
    [
      'on several requests for approval, each once',
      { confirmations: ['c-1', 'c-2', 'c-1'] },
      { kind: 'several', approvals: ['c-1', 'c-2'] },
    ],
    [
      'on all that the brake held at a time',
      { brake: 'all', asOf: '2026-11-23T11:00:00+01:00' },
      { kind: 'brake', asOf: '2026-11-23T10:00:00.000Z' },
    ],
    [
      'on all that waited of one request at a time',
      { request: 'r-1', asOf: '2026-11-23T10:00:00Z' },
      { kind: 'request', requestId: 'r-1', asOf: '2026-11-23T10:00:00.000Z' },
    ],
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
    [
      'one and several',
      { confirmation: 'c-1', confirmations: ['c-2'], decision: 'approve', by },
      'confirmation',
    ],
    ['none of several', { confirmations: [], decision: 'approve', by }, 'confirmations'],
    ['something that is no id', { confirmations: ['c-1', 7], decision: 'approve', by }, 'confirmations[1]'],
    [
      'more than one message may name',
      { confirmations: Array.from({ length: 1001 }, (_, n) => `c-${String(n)}`), decision: 'approve', by },
      'confirmations',
    ],
    ['a time of one', { confirmation: 'c-1', asOf: '2026-11-23T10:00:00Z', decision: 'approve', by }, 'asOf'],
    [
      'a time of several',
      { confirmations: ['c-1'], asOf: '2026-11-23T10:00:00Z', decision: 'approve', by },
      'asOf',
    ],
    ['a time without a zone', { brake: 'all', asOf: '2026-11-23T10:00:00', decision: 'approve', by }, 'asOf'],
    ['an expiry of several', { confirmations: ['c-1'], decision: 'expire' }, 'decision'],
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

describe('the JSON Schema of a decision', () => {
  const shipped = readFileSync(join(__dirname, '../../docs/schemas/decision.schema.json'), 'utf8');
  it('is the one that is shipped', () =>
    expect(JSON.parse(shipped)).toEqual(JSON.parse(JSON.stringify(decisionJsonSchema()))));
});
