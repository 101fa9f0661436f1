import { describe, expect, it } from '@jest/globals';
import type { Outcome, Status } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { reject } from '../../shared/core/reject';
import { settle } from '../../shared/core/settle';

function ended(status: Status): Outcome {
  const at = new Date(0);
  const rejected = reject({
    messageKey: status,
    requestId: status,
    tenantId: 't',
    mode: 'revoke',
    issues: [{ path: 'user', message: 'missing' }],
    receivedAt: at,
    completedAt: at,
  });
  return { ...rejected, status };
}

describe('a message is settled', () => {
  it.each(statuses.map((status) => [status]))('by its outcome %s', (status) => {
    const keepsOriginal = status === 'failed' || status === 'rejected';
    expect(settle([ended('signOutPending'), ended(status)])).toEqual(
      keepsOriginal ? { kind: 'reject', because: ended(status) } : { kind: 'complete' },
    );
  });
});
