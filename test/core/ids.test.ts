import { describe, expect, it } from '@jest/globals';
import type { Partition } from '../../shared/core/ids';
import { deduplicationKey, outcomeKey, requestPartition, storedId } from '../../shared/core/ids';
import type { Alert } from '../../shared/core/request';
import type { UserReference } from '../../shared/core/user-reference';
import { aRequest } from '../support/builders';

const avery: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' };
const blake: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'blake@contoso.com' };

const p = storedId<Partition>('p');

describe('the partition of a request', () => {
  it('never changes from one release to the next, since redeliveries look for it', () =>
    expect(requestPartition({ tenantId: 'Tenant', requestId: 'r' })).toBe(
      requestPartition({ tenantId: 'tenant', requestId: 'r' }),
    ));
  it('differs by tenant, request and replay', () => {
    const places = [
      { tenantId: 't', requestId: 'r' },
      { tenantId: 'u', requestId: 'r' },
      { tenantId: 't', requestId: 's' },
      { tenantId: 't', requestId: 'r', replay: 'x' },
      { tenantId: 't', requestId: 'r', replay: 'y' },
    ].map(requestPartition);
    expect(new Set(places).size).toBe(places.length);
  });
  it('has a row for each user, and one for the message as a whole', () => {
    const rows = [outcomeKey(p), outcomeKey(p, avery), outcomeKey(p, blake)];
    expect(new Set(rows.map(({ row }) => row)).size).toBe(3);
    expect(outcomeKey(p, { ...avery, userPrincipalName: 'AVERY@contoso.com' })).toEqual(rows[1]);
  });
  it('consists of characters that table storage allows in a key', () => {
    const odd = { kind: 'userPrincipalName', userPrincipalName: 'a/b\\c#d?e\t@f' } as const;
    const { partition, row } = outcomeKey(requestPartition({ tenantId: '/', requestId: '#?' }), odd);
    expect(`${partition}${row}`).toMatch(/^[a-z0-9-]+$/);
  });
});

describe('the deduplication key of a revocation', () => {
  const key = (alert: Alert | undefined, userId = 'u-1', users = [avery], id = 'r'): string | undefined =>
    deduplicationKey(aRequest({ id, users, ...(alert && { alert }) }), { tenantId: 't', userId })?.partition;
  const alert = { provider: 'Sentinel', id: 'a-1' };
  it('is the alert, whatever request it comes with', () => {
    expect(key(alert)).toBe(key({ provider: 'sentinel', id: 'a-1', title: 'T' }, 'U-1', [avery, blake], 's'));
  });
  it.each([
    ['alert', key({ ...alert, id: 'a-2' })],
    ['provider', key({ ...alert, provider: 'Elastic' })],
    ['provider, if there is none', key({ id: 'a-1' })],
    ['user', key(alert, 'u-2')],
  ])('is another for another %s', (_what, other) => expect(other).not.toBe(key(alert)));
  it('is the request itself where it names several users, who may be one', () => {
    expect(key(undefined, 'u-1', [avery, blake])).toBeDefined();
    expect(key(undefined, 'u-1', [avery, blake])).not.toBe(key(undefined, 'u-1', [avery, blake], 's'));
  });
  it('is absent for one user without an alert: a person may mean it again', () => {
    expect(key(undefined)).toBeUndefined();
    expect(key({ provider: 'Sentinel', title: 'T' })).toBeUndefined();
  });
});

describe('the names of entries are kept for days, so a new version must make the same', () => {
  const tenantId = '6F3C2A10-58de-4c1b-9a77-0d2f5b8e4c31';
  const user: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' };
  const keyOf = (changes: Parameters<typeof aRequest>[0]) =>
    deduplicationKey(aRequest({ id: 'r', users: [user], ...changes }), { tenantId, userId: 'ABC' });
  it.each([
    [
      requestPartition({ tenantId, requestId: 'r' }),
      'request-7b4586e15de4681eeaa6daa17de75537421c4aa472dc46ca636321ce4b0ea88e',
    ],
    [
      requestPartition({ tenantId, requestId: 'r', replay: '1' }),
      'request-c1cb012fc842ac61ec22cc3307ac0be6bbe29072bd3e7eb58abf709a35682757',
    ],
    [outcomeKey(p).row, 'message'],
    [outcomeKey(p, user).row, 'user-ddd6adce50a40597208c73d5896b5712ff40b7ab0769db75f48fe3b083cbfa38'],
    [
      keyOf({ alert: { id: 'a', provider: 'Sentinel' } })?.partition,
      'revocation-b069362c59ecf358e626932f4f802d8aa06790f42b110e1c1a5362e5d1ce52d5',
    ],
    [
      keyOf({ alert: { id: 'a' } })?.partition,
      'revocation-213c5fc224c673765a52ebaece975c95d9553ae8e11cc4aad032f2c79610f45e',
    ],
    [
      keyOf({ users: [user, user] })?.partition,
      'revocation-254920cb1e4bcf532e4bbd5dcf90edbda94778879d88eb5fd61df4a207395af9',
    ],
    [keyOf({ alert: { id: 'a' } })?.row, 'revocation'],
  ])('%s', (made, kept) => expect(made).toBe(kept));
});
