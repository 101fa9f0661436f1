import { describe, expect, it } from '@jest/globals';
import { storedId } from '../../shared/core/ids';
import type { OutcomeSummary, Status } from '../../shared/core/outcome';
import { statuses } from '../../shared/core/outcome';
import { reasonToKeep } from '../../shared/core/reason-to-keep';

function ended(status: Status): OutcomeSummary {
  return { id: storedId(`outcome-${status}`), requestId: 'r', status, mode: 'revoke' };
}

describe('the original of a message', () => {
  it.each(statuses.map((status) => [status]))('is kept or not by its outcome %s', (status) => {
    const isKept = ['failed', 'rejected', 'expired'].includes(status);
    expect(reasonToKeep([ended('signOutPending'), ended(status)])).toEqual(
      isKept ? ended(status) : undefined,
    );
  });
});
