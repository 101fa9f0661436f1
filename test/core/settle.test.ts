import { describe, expect, it } from '@jest/globals';
import type { Status, OutcomeSummary } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { settle } from '../../shared/core/settle';

function ended(status: Status): OutcomeSummary {
  return { id: `outcome-${status}`, requestId: 'r', status, mode: 'revoke' };
}

describe('a message is settled', () => {
  it.each(statuses.map((status) => [status]))('by its outcome %s', (status) => {
    const keepsOriginal = ['failed', 'rejected', 'expired'].includes(status);
    expect(settle([ended('signOutPending'), ended(status)])).toEqual(
      keepsOriginal ? { kind: 'reject', because: ended(status) } : { kind: 'complete' },
    );
  });
});
