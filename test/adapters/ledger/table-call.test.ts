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
  it('returns the answer', async () =>
    expect(await tableCall(() => Promise.resolve(7))).toEqual({ kind: 'done', value: 7 }));
  it.each([
    ['exists', refusal(409, 'EntityAlreadyExists')],
    ['changed', refusal(412, 'UpdateConditionNotSatisfied')],
    ['missing', refusal(404, 'ResourceNotFound')],
    ['missing', refusal(404)],
    ['noTable', refusal(404, 'TableNotFound')],
  ])('returns why its condition was not met: %s', async (reason, failure) =>
    expect(await failing(failure)).toEqual({ kind: 'notApplied', reason }),
  );
  it.each([
    ['is throttled', refusal(503, 'ServerBusy')],
    ['is no longer authorized', refusal(403, 'AuthorizationFailure')],
    ['meets a table that is being deleted', refusal(409, 'TableBeingDeleted')],
    ['gets no answer', new RestError('connect ECONNREFUSED', { code: 'ECONNREFUSED' })],
    ['is aborted', new DOMException('too long', 'AbortError')],
    ['gets no token', new Error('no token')],
  ])('throws Unavailable when it %s', async (_what, failure) => {
    const failed = failing(failure);
    await expect(failed).rejects.toBeInstanceOf(Unavailable);
    await expect(failed).rejects.toMatchObject({ what: 'ledger', cause: failure });
  });
  it('throws Unavailable when it takes too long, and what hangs in it cannot be aborted, such as a token', async () => {
    let isAborted = false;
    const hanging = tableCall(({ abortSignal }) => {
      abortSignal.addEventListener('abort', () => (isAborted = true));
      return new Promise(() => undefined);
    }, 5);
    await expect(hanging).rejects.toMatchObject({ name: 'Unavailable', what: 'ledger' });
    expect(isAborted).toBe(true);
  });
  it.each([
    ['storage calls the request malformed', refusal(400, 'PropertyValueTooLarge')],
    ['it is a bug', new TypeError('x is not a function')],
  ])('does not hide a bug behind waiting: %s', async (_what, failure) =>
    expect(failing(failure)).rejects.toBe(failure),
  );
});
