import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outcomeId } from '../../shared/core/ids';
import type { UserReference } from '../../shared/core/user-reference';
import { userReferences } from '../support/generators';

const idOf = (tenantId: string, requestId: string, user?: UserReference): string =>
  outcomeId({ tenantId, requestId }, user);

describe('the id of an outcome', () => {
  const user: UserReference = { kind: 'userPrincipalName', userPrincipalName: 'avery@contoso.com' };
  it('never changes from one release to the next, since consumers recognize copies by it', () =>
    expect(idOf('6f3c2a10-58de-4c1b-9a77-0d2f5b8e4c31', 'request-1', user)).toBe(
      '8e3c6455df485ca4f561ad6823e6c834234574cced65ae944d96803fcd4d2483',
    ));
  it('is the same in any spelling of tenant and user', () =>
    expect(idOf('TENANT', 'r', { ...user, userPrincipalName: 'AVERY@Contoso.com' })).toBe(
      idOf('tenant', 'r', user),
    ));
  it('differs for the message as a whole', () => expect(idOf('t', 'r')).not.toBe(idOf('t', 'r', user)));
  it('differs whenever tenant, request or user do, wherever one part ends and the next begins', () => {
    const parts = fc.tuple(fc.string(), fc.string(), userReferences);
    fc.assert(
      fc.property(parts, parts, ([tenant, request, one], [otherTenant, otherRequest, other]) => {
        const same =
          tenant.toLowerCase() === otherTenant.toLowerCase() &&
          request === otherRequest &&
          JSON.stringify(one).toLowerCase() === JSON.stringify(other).toLowerCase();
        expect(idOf(tenant, request, one) === idOf(otherTenant, otherRequest, other)).toBe(same);
      }),
    );
  });
  it('differs for a replay, and from one replay to another', () => {
    const identity = { tenantId: 't', requestId: 'r' };
    const ids = [undefined, 'one', 'two'].map((replay) =>
      outcomeId({ ...identity, ...(replay !== undefined && { replay }) }, user),
    );
    expect(new Set(ids).size).toBe(3);
  });
  it('separates parts that would be equal if they were joined', () =>
    expect(idOf('a', 'b","c')).not.toBe(idOf('a","b', 'c')));
});
