import { describe, expect, it } from '@jest/globals';
import { outcomeId } from '../../shared/core/outcome-id';
import { reject } from '../../shared/core/reject';
import { TENANT_ID } from '../support/builders';

describe('a message that is no request', () => {
  const issues = [
    { path: 'user', message: 'must be text' },
    { path: 'whatlf', message: 'unknown field' },
  ];
  it('has an outcome of its own, with every problem by its path', () =>
    expect(
      reject({
        messageKey: 'key',
        requestId: 'inc-7',
        tenantId: TENANT_ID,
        mode: 'whatIf',
        issues,
        receivedAt: new Date('2026-11-23T10:00:00Z'),
        completedAt: new Date('2026-11-23T10:00:01Z'),
      }),
    ).toEqual({
      id: outcomeId({ tenantId: TENANT_ID, requestId: 'key' }),
      requestId: 'inc-7',
      status: 'rejected',
      mode: 'whatIf',
      tenantId: TENANT_ID,
      receivedAt: '2026-11-23T10:00:00.000Z',
      completedAt: '2026-11-23T10:00:01.000Z',
      methods: [],
      detail: 'user: must be text; whatlf: unknown field',
      issues,
    }));
});
