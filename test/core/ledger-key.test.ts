import { describe, expect, it } from '@jest/globals';
import { occasionKey, outcomeKey, requestPartition } from '../../shared/core/ledger-key';
import type { Alert } from '../../shared/core/request';
import type { UserReference } from '../../shared/core/user-reference';
import { aRequest } from '../support/builders';

const avery: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' };
const blake: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'blake@contoso.com' };

describe('where a request lies', () => {
  it('never changes from one release to the next, since redeliveries look there', () =>
    expect(requestPartition({ tenantId: 'Tenant', requestId: 'r' })).toBe(
      requestPartition({ tenantId: 'tenant', requestId: 'r' }),
    ));
  it('is told apart by tenant, request and replay', () => {
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
    const rows = [outcomeKey('p'), outcomeKey('p', avery), outcomeKey('p', blake)];
    expect(new Set(rows.map(({ row }) => row)).size).toBe(3);
    expect(outcomeKey('p', { ...avery, userPrincipalName: 'AVERY@contoso.com' })).toEqual(rows[1]);
  });
  it('is named by what table storage allows in a key', () => {
    const odd = { kind: 'userPrincipalName', userPrincipalName: 'a/b\\c#d?e\t@f' } as const;
    const { partition, row } = outcomeKey(requestPartition({ tenantId: '/', requestId: '#?' }), odd);
    expect(`${partition}${row}`).toMatch(/^[a-z0-9-]+$/);
  });
});

describe('the occasion of a revocation', () => {
  const key = (alert: Alert | undefined, userId = 'u-1', users = [avery], id = 'r'): string | undefined =>
    occasionKey(aRequest({ id, users, ...(alert && { alert }) }), { tenantId: 't', userId })?.partition;
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
  it('cannot be told of a request without an alert for one user: a person may mean it again', () => {
    expect(key(undefined)).toBeUndefined();
    expect(key({ provider: 'Sentinel', title: 'T' })).toBeUndefined();
  });
});
