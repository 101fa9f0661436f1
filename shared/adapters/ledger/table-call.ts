import { isRestError } from '@azure/core-rest-pipeline';
import type { GetTableEntityOptions } from '@azure/data-tables';
import { Unavailable } from '../../ports/unavailable';

/** The time limit of one operation, its retries included. */
const TIMEOUT_MS = 15_000;

/** Why table storage did not apply a conditional operation ("Table Storage error codes"). */
export type UnmetCondition = 'exists' | 'changed' | 'missing' | 'noTable';

/** The result of an operation, or the condition that was not met. */
export type TableAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'notApplied'; readonly reason: UnmetCondition };

/** What a call of table storage passes to the SDK. */
export interface TableCallOptions extends Pick<GetTableEntityOptions, 'onResponse'> {
  readonly abortSignal: AbortSignal;
}

/**
 * Makes one call of table storage. When its time is over it is aborted, and not waited for: a token that hangs cannot be aborted.
 *
 * @throws Unavailable when table storage cannot be reached, hangs, throttles, or denies access
 */
export async function tableCall<T>(
  call: (options: TableCallOptions) => Promise<T>,
  timeoutMs = TIMEOUT_MS,
): Promise<TableAnswer<T>> {
  const controller = new AbortController();
  const { signal: abortSignal } = controller;
  // Not `AbortSignal.timeout`: its timer would keep the call in memory until the time is over.
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Error('The call took too long.'));
    }, timeoutMs).unref();
  });
  try {
    return { kind: 'done', value: await Promise.race([call({ abortSignal }), givenUp]) };
  } catch (failure) {
    const reason = unmetCondition(failure);
    if (reason) return { kind: 'notApplied', reason };
    if (isTemporary(failure)) throw new Unavailable('ledger', failure);
    throw failure;
  } finally {
    clearTimeout(timer);
  }
}

function unmetCondition(failure: unknown): UnmetCondition | undefined {
  if (!isRestError(failure)) return undefined;
  const { statusCode, details } = failure;
  const code = codeOf(details) ?? failure.code;
  if (statusCode === 412) return 'changed';
  if (statusCode === 404) return code === 'TableNotFound' ? 'noTable' : 'missing';
  return statusCode === 409 && code === 'EntityAlreadyExists' ? 'exists' : undefined;
}

/** True for every failure but a malformed request: that is a bug, and waiting would hide it. */
function isTemporary(failure: unknown): boolean {
  return !(isRestError(failure) && failure.statusCode === 400) && !(failure instanceof TypeError);
}

function codeOf(details: unknown): string | undefined {
  if (typeof details !== 'object' || details === null || !('odataError' in details)) return undefined;
  const { odataError } = details;
  if (typeof odataError !== 'object' || odataError === null || !('code' in odataError)) return undefined;
  return typeof odataError.code === 'string' ? odataError.code : undefined;
}
