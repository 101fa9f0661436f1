import { describe, expect, it } from '@jest/globals';
import { RestError } from '@azure/core-rest-pipeline';
import { tableCall } from '../../../shared/adapters/ledger/table-call';
import { Unavailable } from '../../../shared/ports/unavailable';

function refusal(statusCode: number, code?: string): RestError {
  const error = new RestError('refused', { statusCode });
  if (code !== undefined) error.details = { odataError: { code } };
  return error;
}

const failing = (failure: unknown) => tableCall(() => Promise.reject(failure));

describe('a call of table storage', () => {
  it('gives what it is answered', async () =>
    expect(await tableCall(() => Promise.resolve(7))).toEqual({ kind: 'done', value: 7 }));
  it.each([
    ['exists', refusal(409, 'EntityAlreadyExists')],
    ['changed', refusal(412, 'UpdateConditionNotSatisfied')],
    ['missing', refusal(404, 'ResourceNotFound')],
    ['missing', refusal(404)],
    ['noTable', refusal(404, 'TableNotFound')],
  ])('says that its condition was not met: %s', async (why, failure) =>
    expect(await failing(failure)).toEqual({ kind: 'refused', why }),
  );
  it.each([
    ['is throttled', refusal(503, 'ServerBusy')],
    ['is let in no longer', refusal(403, 'AuthorizationFailure')],
    ['meets a table that is being deleted', refusal(409, 'TableBeingDeleted')],
    ['gets no answer', new RestError('connect ECONNREFUSED', { code: 'ECONNREFUSED' })],
    ['is given up', new DOMException('too long', 'AbortError')],
    ['gets no token', new Error('no token')],
  ])('finds the ledger unavailable when it %s', async (_what, failure) => {
    const failed = failing(failure);
    await expect(failed).rejects.toBeInstanceOf(Unavailable);
    await expect(failed).rejects.toMatchObject({ what: 'ledger', cause: failure });
  });
  it.each([
    ['storage finds it wrong', refusal(400, 'PropertyValueTooLarge')],
    ['it is a bug', new TypeError('x is not a function')],
  ])('does not hide a bug behind waiting: %s', async (_what, failure) =>
    expect(failing(failure)).rejects.toBe(failure),
  );
});
